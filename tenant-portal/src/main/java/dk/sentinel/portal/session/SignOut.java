package dk.sentinel.portal.session;

import dk.sentinel.portal.settings.PortalSettings;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.oidc.web.server.logout.OidcClientInitiatedServerLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.web.server.WebFilterExchange;
import org.springframework.security.web.server.authentication.logout.DelegatingServerLogoutHandler;
import org.springframework.security.web.server.authentication.logout.SecurityContextServerLogoutHandler;
import org.springframework.security.web.server.authentication.logout.ServerLogoutHandler;
import org.springframework.security.web.server.authentication.logout.ServerLogoutSuccessHandler;
import org.springframework.security.web.server.authentication.logout.WebSessionServerLogoutHandler;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Signing out ends the portal's session with all its tokens, then the issuer's session
 * (RP-initiated logout), and lands on a page that says so: {@code /signed-out}, or {@code
 * /signed-out/inactive} when it was the clock that signed out.
 */
@Component
final class SignOut implements ServerLogoutSuccessHandler {
  private final OidcClientInitiatedServerLogoutSuccessHandler wanted;
  private final OidcClientInitiatedServerLogoutSuccessHandler inactive;

  SignOut(ReactiveClientRegistrationRepository registrations, PortalSettings settings) {
    this.wanted = landingOn(settings.here("/signed-out"), registrations);
    this.inactive = landingOn(settings.here("/signed-out/inactive"), registrations);
  }

  ServerLogoutHandler ending() {
    return new DelegatingServerLogoutHandler(
        new SecurityContextServerLogoutHandler(), new WebSessionServerLogoutHandler());
  }

  @Override
  public Mono<Void> onLogoutSuccess(WebFilterExchange exchange, Authentication signedIn) {
    String path = exchange.getExchange().getRequest().getPath().pathWithinApplication().value();
    return (path.endsWith("/inactive") ? inactive : wanted).onLogoutSuccess(exchange, signedIn);
  }

  private static OidcClientInitiatedServerLogoutSuccessHandler landingOn(
      String address, ReactiveClientRegistrationRepository registrations) {
    var handler = new OidcClientInitiatedServerLogoutSuccessHandler(registrations);
    handler.setPostLogoutRedirectUri(address);
    return handler;
  }
}
