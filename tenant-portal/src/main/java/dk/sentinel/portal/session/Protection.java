package dk.sentinel.portal.session;

import static org.springframework.security.config.Customizer.withDefaults;
import static org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers.pathMatchers;

import dk.sentinel.portal.settings.Level;
import dk.sentinel.portal.settings.PortalSettings;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.server.DefaultServerOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.server.ServerOAuth2AuthorizationRequestResolver;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authentication.RedirectServerAuthenticationFailureHandler;
import org.springframework.security.web.server.authentication.RedirectServerAuthenticationSuccessHandler;
import org.springframework.security.web.server.authentication.ServerAuthenticationFailureHandler;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.security.web.server.header.CrossOriginOpenerPolicyServerHttpHeadersWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.server.header.ReferrerPolicyServerHttpHeadersWriter.ReferrerPolicy;
import org.springframework.security.web.server.header.ServerHttpHeadersWriter;
import org.springframework.security.web.server.header.XFrameOptionsServerHttpHeadersWriter.Mode;
import org.springframework.security.web.server.savedrequest.WebSessionServerRequestCache;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Who may see what without signing in, how a sign-in runs, and what protects each page. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class Protection {
  private static final Logger LOG = LoggerFactory.getLogger(Protection.class);
  private static final String[] PUBLIC = {
    "/",
    "/sign-in",
    "/sign-in/**",
    "/invitation/open",
    "/check",
    "/signed-out",
    "/signed-out/**",
    "/assets/**",
    "/livez",
    "/readyz",
    "/favicon.ico"
  };

  /** Which page to show after signing in. */
  @Bean
  WebSessionServerRequestCache afterSignIn() {
    var afterSignIn = new WebSessionServerRequestCache();
    afterSignIn.setSaveRequestMatcher(new Returnable());
    return afterSignIn;
  }

  @Bean
  SecurityWebFilterChain chain(
      ServerHttpSecurity http,
      PortalSettings settings,
      ReactiveClientRegistrationRepository registrations,
      WebSessionServerRequestCache afterSignIn,
      SignOut signOut) {
    FileForms fileForms = new FileForms();
    return http.authorizeExchange(
            paths -> paths.pathMatchers(PUBLIC).permitAll().anyExchange().authenticated())
        .requestCache(cache -> cache.requestCache(afterSignIn))
        .oauth2Login(login ->
            login
                .authenticationMatcher(
                    new PathPatternParserServerWebExchangeMatcher(
                        "/login/oauth2/code/" + Client.REGISTRATION))
                .authorizationRequestResolver(asking(registrations))
                .authenticationSuccessHandler(returningTo(afterSignIn))
                .authenticationFailureHandler(failed()))
        .exceptionHandling(errors -> errors.authenticationEntryPoint(toSignIn(afterSignIn)))
        .csrf(csrf ->
            csrf.requireCsrfProtectionMatcher(Protection::isAct)
                .csrfTokenRequestHandler(fileForms)
                .accessDeniedHandler((exchange, denied) ->
                    Mono.error(new AccessDeniedException(denied.toString(), denied))))
        .addFilterBefore(fileForms, SecurityWebFiltersOrder.CSRF)
        .logout(logout ->
            logout
                .requiresLogout(pathMatchers(HttpMethod.POST, "/sign-out", "/sign-out/*"))
                .logoutHandler(signOut.ending())
                .logoutSuccessHandler(signOut))
        .headers(headers -> protect(headers, settings))
        .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
        .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
        .build();
  }

  private static ServerOAuth2AuthorizationRequestResolver asking(
      ReactiveClientRegistrationRepository registrations) {
    var resolver = new DefaultServerOAuth2AuthorizationRequestResolver(registrations);
    resolver.setAuthorizationRequestCustomizer(
        OAuth2AuthorizationRequestCustomizers.withPkce()
            .andThen(request ->
                request.additionalParameters(
                    more -> more.put("claims", Level.asClaims(Level.SUBSTANTIAL)))));
    return new SignInAgain(resolver);
  }

  /** A check of a document changes nothing and asks nobody: anybody may send it from anywhere. */
  private static Mono<ServerWebExchangeMatcher.MatchResult> isAct(ServerWebExchange exchange) {
    return exchange.getRequest().getPath().value().equals("/check")
        ? ServerWebExchangeMatcher.MatchResult.notMatch()
        : CsrfWebFilter.DEFAULT_CSRF_MATCHER.matches(exchange);
  }

  private static ServerAuthenticationFailureHandler failed() {
    var page = new RedirectServerAuthenticationFailureHandler("/sign-in/failed");
    return (exchange, error) -> {
      LOG.warn("a sign-in failed: {}", error.toString());
      return page.onAuthenticationFailure(exchange, error);
    };
  }

  private static RedirectServerAuthenticationSuccessHandler returningTo(
      WebSessionServerRequestCache afterSignIn) {
    var home = new RedirectServerAuthenticationSuccessHandler("/home");
    home.setRequestCache(afterSignIn);
    return home;
  }

  /** To the sign-in, remembering the page that was asked for. */
  private static ServerAuthenticationEntryPoint toSignIn(WebSessionServerRequestCache afterSignIn) {
    return (exchange, notSignedIn) ->
        afterSignIn.saveRequest(exchange).then(Mono.defer(() -> sendToSignIn(exchange)));
  }

  private static Mono<Void> sendToSignIn(ServerWebExchange exchange) {
    var response = exchange.getResponse();
    boolean htmx = exchange.getRequest().getHeaders().containsHeader("HX-Request");
    response.setStatusCode(htmx ? HttpStatus.UNAUTHORIZED : HttpStatus.SEE_OTHER);
    response.getHeaders().set(htmx ? "HX-Redirect" : HttpHeaders.LOCATION, "/sign-in");
    return response.setComplete();
  }

  private static void protect(ServerHttpSecurity.HeaderSpec headers, PortalSettings settings) {
    headers
        .contentSecurityPolicy(csp -> csp.policyDirectives(policy(settings)))
        .frameOptions(frames -> frames.mode(Mode.DENY))
        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
        .permissionsPolicy(permissions ->
            permissions.policy(
                "camera=(), microphone=(), geolocation=(), payment=(), usb=(),"
                    + " interest-cohort=()"))
        .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
        .contentTypeOptions(withDefaults())
        .cache(withDefaults())
        .hsts(ServerHttpSecurity.HeaderSpec.HstsSpec::disable);
    if (settings.secure()) {
      headers.writer(strictTransport());
    }
  }

  /** Decided by the portal's own address, because TLS usually ends before the portal. */
  private static ServerHttpHeadersWriter strictTransport() {
    long aYear = Duration.ofDays(365).toSeconds();
    return exchange ->
        Mono.fromRunnable(() ->
            exchange
                .getResponse()
                .getHeaders()
                .set("Strict-Transport-Security", "max-age=" + aYear + "; includeSubDomains"));
  }

  /** Browsers apply form-action to the redirects after a form too, so sign-in's origins count. */
  private static String policy(PortalSettings settings) {
    String forms =
        Stream.concat(
                Stream.of("'self'", origin(settings.issuer())),
                settings.portal().signInOrigins().stream())
            .distinct()
            .collect(Collectors.joining(" "));
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action " + forms,
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'");
  }

  private static String origin(URI address) {
    return address.getScheme() + "://" + address.getRawAuthority();
  }

  /** Only a page may be returned to after signing in: not a download, a fragment or an asset. */
  private static final class Returnable implements ServerWebExchangeMatcher {
    private static boolean isReturnable(String path) {
      return path.startsWith("/clinics") || path.equals("/invitation");
    }

    @Override
    public Mono<MatchResult> matches(ServerWebExchange exchange) {
      var request = exchange.getRequest();
      boolean page =
          HttpMethod.GET.equals(request.getMethod())
              && !request.getHeaders().containsHeader("HX-Request")
              && isReturnable(request.getPath().pathWithinApplication().value());
      return page ? MatchResult.match() : MatchResult.notMatch();
    }
  }
}
