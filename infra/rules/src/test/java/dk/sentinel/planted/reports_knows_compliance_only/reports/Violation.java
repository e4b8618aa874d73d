package dk.sentinel.planted.reports_knows_compliance_only.reports;

import dk.sentinel.portal.SentinelPortal;

/** Planted: breaks the rule it is named after. */
final class Violation {
  Class<?> wrong() {
    return SentinelPortal.class;
  }
}
