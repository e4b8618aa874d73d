package dk.sentinel.planted.sql_lives_in_stores.api.clinic;

import org.springframework.r2dbc.core.DatabaseClient;

/** Planted: breaks the rule it is named after. */
final class Violation {
  Object wrong(DatabaseClient client) {
    return client.sql("select 1");
  }
}
