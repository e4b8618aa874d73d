package dk.sentinel.planted.portal_holds_no_database.portal;

import io.r2dbc.spi.Connection;

/** Planted: breaks the rule it is named after. */
final class Violation {
  Class<?> wrong() {
    return Connection.class;
  }
}
