package dk.sentinel.infra.stack;

import java.nio.file.Path;

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

  Path authorityKeys() {
    return data.file("authority");
  }

  String timeStampsUrl() {
    return "http://127.0.0.1:" + ports.authority() + "/time-stamps";
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
