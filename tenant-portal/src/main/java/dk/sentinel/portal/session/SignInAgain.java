package dk.sentinel.portal.session;

import org.springframework.security.oauth2.client.web.server.ServerOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * With {@code ?again} in the address the issuer asks the person anew, even when it remembers them:
 * for a stronger sign-in, and after a session that ended by itself.
 */
record SignInAgain(ServerOAuth2AuthorizationRequestResolver usual)
    implements ServerOAuth2AuthorizationRequestResolver {

  @Override
  public Mono<OAuth2AuthorizationRequest> resolve(ServerWebExchange exchange) {
    return usual.resolve(exchange).map(request -> again(exchange, request));
  }

  @Override
  public Mono<OAuth2AuthorizationRequest> resolve(
      ServerWebExchange exchange, String registrationId) {
    return usual.resolve(exchange, registrationId).map(request -> again(exchange, request));
  }

  private static OAuth2AuthorizationRequest again(
      ServerWebExchange exchange, OAuth2AuthorizationRequest request) {
    if (!exchange.getRequest().getQueryParams().containsKey("again")) {
      return request;
    }
    return OAuth2AuthorizationRequest.from(request)
        .additionalParameters(more -> more.put("prompt", "login"))
        .build();
  }
}
