package dk.sentinel.planted.compliance_knows_no_web_no_jasper_no_keycloak.compliance;

import org.springframework.http.HttpStatus;

/** Planted: breaks the rule it is named after. */
final class Violation {
  HttpStatus wrong() {
    return HttpStatus.OK;
  }
}
