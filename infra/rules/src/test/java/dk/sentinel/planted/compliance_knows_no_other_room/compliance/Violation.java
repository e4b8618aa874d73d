package dk.sentinel.planted.compliance_knows_no_other_room.compliance;

import dk.sentinel.api.SentinelApi;

/** Planted: breaks the rule it is named after. */
final class Violation {
  Class<?> wrong() {
    return SentinelApi.class;
  }
}
