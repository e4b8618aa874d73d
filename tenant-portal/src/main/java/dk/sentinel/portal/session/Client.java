package dk.sentinel.portal.session;

import dk.sentinel.portal.settings.PortalSettings;
import dk.sentinel.portal.upstream.IssuerUnreachable;
import io.netty.channel.ChannelOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.RefreshTokenReactiveOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.ReactiveOAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.WebClientReactiveAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.endpoint.WebClientReactiveRefreshTokenTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.server.ServerOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.server.WebSessionServerOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import reactor.netty.http.client.HttpClient;

/**
 * The portal as an OpenID Connect client. The issuer's endpoints are named rather than discovered,
 * so that the portal starts while the issuer is down. Tokens live in the session, on the server.
 */
@Configuration(proxyBeanMethods = false)
class Client {
  /** The client's name in addresses: {@code /login/oauth2/code/sentinel}. */
  static final String REGISTRATION = "sentinel";

  /**
   * Tokens name all clinics of the person (Keycloak's organizations), and nobody is asked to choose
   * one. The API compares them with its own list and trusts that list.
   */
  private static final String ORGANIZATIONS = "organization:*";

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Bean
  ReactiveClientRegistrationRepository clientRegistrations(PortalSettings settings) {
    return new InMemoryReactiveClientRegistrationRepository(registration(settings));
  }

  @Bean
  ServerOAuth2AuthorizedClientRepository tokensInSession() {
    return new WebSessionServerOAuth2AuthorizedClientRepository();
  }

  @Bean
  ReactiveOAuth2AuthorizedClientManager tokens(
      ReactiveClientRegistrationRepository registrations,
      ServerOAuth2AuthorizedClientRepository tokens,
      Clock clock) {
    var manager = new DefaultReactiveOAuth2AuthorizedClientManager(registrations, tokens);
    manager.setAuthorizedClientProvider(
        ReactiveOAuth2AuthorizedClientProviderBuilder.builder()
            .authorizationCode()
            .provider(new Renewal(renewing(), clock))
            .build());
    return manager;
  }

  private static RefreshTokenReactiveOAuth2AuthorizedClientProvider renewing() {
    var tokens = new WebClientReactiveRefreshTokenTokenResponseClient();
    tokens.setWebClient(impatient());
    var renewing = new RefreshTokenReactiveOAuth2AuthorizedClientProvider();
    renewing.setAccessTokenResponseClient(tokens);
    return renewing;
  }

  /** What the browser brings back from signing in is exchanged for tokens. */
  @Bean
  ReactiveOAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> codes() {
    var codes = new WebClientReactiveAuthorizationCodeTokenResponseClient();
    codes.setWebClient(impatient());
    return request ->
        codes
            .getTokenResponse(request)
            .onErrorMap(WebClientRequestException.class, IssuerUnreachable::new);
  }

  /** An issuer that hangs must not hold up a page. */
  private static WebClient impatient() {
    var http =
        HttpClient.create()
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) PATIENCE.toMillis())
            .responseTimeout(PATIENCE);
    return WebClient.builder().clientConnector(new ReactorClientHttpConnector(http)).build();
  }

  private static ClientRegistration registration(PortalSettings settings) {
    return ClientRegistration.withRegistrationId(REGISTRATION)
        .clientId("sentinel-portal")
        .clientSecret(settings.portal().clientSecret())
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .redirectUri(settings.here("/login/oauth2/code/" + REGISTRATION))
        .scope("openid", ORGANIZATIONS)
        .authorizationUri(settings.issuerEndpoint("auth"))
        .tokenUri(settings.issuerEndpoint("token"))
        .jwkSetUri(settings.issuerEndpoint("certs"))
        .issuerUri(settings.issuer().toString())
        .userNameAttributeName(IdTokenClaimNames.SUB)
        .providerConfigurationMetadata(
            Map.of("end_session_endpoint", settings.issuerEndpoint("logout")))
        .build();
  }
}
