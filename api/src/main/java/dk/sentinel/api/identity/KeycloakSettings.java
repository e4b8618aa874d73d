package dk.sentinel.api.identity;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How Sentinel works in its own realm: as the service account of a client that may manage
 * organizations, clients and accounts, and nothing else.
 *
 * @param url where the admin interface answers; the issuer's own address when not said
 * @param realm the realm that Sentinel keeps; the issuer's when not said
 * @param client the client's id
 * @param secret the client's secret
 * @param patience how long an answer is waited for
 */
@ConfigurationProperties("sentinel.keycloak")
record KeycloakSettings(
    @Nullable URI url,
    @Nullable String realm,
    @DefaultValue("sentinel-provisioning") String client,
    @DefaultValue("") String secret,
    @DefaultValue("5s") Duration patience) {

  /** Leaves out the secret: this may be logged. */
  @Override
  public String toString() {
    return "Keycloak " + url + ", client " + client;
  }
}
