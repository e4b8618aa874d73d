package dk.sentinel.portal.settings;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The portal's settings, read once at the start. A missing address or secret stops the start with
 * the setting's name.
 *
 * @param environment {@code demo}, {@code test} or {@code production}
 * @param issuer the OpenID Connect issuer that people sign in at
 * @param api where the API answers
 * @param portal the portal's own address, secret and time limits
 */
@ConfigurationProperties("sentinel")
public record PortalSettings(
    @DefaultValue("production") String environment, URI issuer, Api api, Portal portal) {

  /** Where the API answers, as the portal's server sees it. */
  public record Api(URI url) {}

  /**
   * The portal itself.
   *
   * @param url the address people see; https makes cookies secure and sends HSTS
   * @param clientSecret the secret of the client {@code sentinel-portal} at the issuer
   * @param idle a session without a request for this long ends
   * @param warning how long before that the page warns
   * @param signInOrigins origins besides the issuer's that a sign-in may lead through, for the
   *     form-action of the content security policy
   */
  public record Portal(
      URI url,
      String clientSecret,
      @DefaultValue("PT30M") Duration idle,
      @DefaultValue("PT2M") Duration warning,
      @DefaultValue List<String> signInOrigins) {

    /** Checks what a wrong setting would otherwise break quietly. */
    public Portal {
      if (warning.compareTo(idle) >= 0) {
        throw new IllegalArgumentException(
            "sentinel.portal.warning must be shorter than sentinel.portal.idle");
      }
    }
  }

  /** True when people reach the portal over https. */
  public boolean secure() {
    return "https".equals(portal.url().getScheme());
  }

  /** An address of the portal itself, as people see it. */
  public String here(String path) {
    return withoutSlash(portal.url().toString()) + path;
  }

  /** An address below the issuer's OpenID Connect endpoints, such as {@code auth}. */
  public String issuerEndpoint(String name) {
    return withoutSlash(issuer.toString()) + "/protocol/openid-connect/" + name;
  }

  private static String withoutSlash(String address) {
    return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }
}
