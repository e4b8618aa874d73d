package dk.sentinel.infra.stack;

/**
 * What every part of one stack shares.
 *
 * @param portalSecret the portal's client secret in the realm
 */
record Stack(
    Project project,
    DataDirectory data,
    Ports ports,
    Passwords passwords,
    Processes processes,
    String portalSecret) {

  String keycloakUrl() {
    return "http://localhost:" + ports.keycloak();
  }

  String portalUrl() {
    return "http://localhost:" + ports.portal();
  }

  String apiUrl() {
    return "http://localhost:" + ports.api();
  }

  String demoDeskUrl() {
    return "http://localhost:" + ports.demoDesk();
  }

  String openSearchUrl() {
    return "http://localhost:" + ports.openSearch();
  }

  /** The secret of the client that keeps organizations and clients in the realm. */
  String provisioningSecret() {
    return passwords.get("keycloak.provisioning");
  }

  String issuer() {
    return keycloakUrl() + "/realms/sentinel";
  }
}
