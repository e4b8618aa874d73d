package dk.sentinel.planted.portal_knows_the_api_by_http_only.portal;

import dk.sentinel.compliance.tenancy.TenantId;

/** Planted: breaks the rule it is named after. */
final class Violation {
  TenantId wrong() {
    return TenantId.PLATFORM;
  }
}
