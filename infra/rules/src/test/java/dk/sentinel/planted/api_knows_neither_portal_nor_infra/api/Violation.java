package dk.sentinel.planted.api_knows_neither_portal_nor_infra.api;

import dk.sentinel.portal.SentinelPortal;

/** Planted: breaks the rule it is named after. */
final class Violation {
  Class<?> wrong() {
    return SentinelPortal.class;
  }
}
