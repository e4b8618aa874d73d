package dk.sentinel.portal.web;

import dk.sentinel.portal.settings.PortalSettings;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.SimpleTimeZoneAwareLocaleContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpCookie;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.i18n.LocaleContextResolver;
import reactor.core.publisher.Mono;

/**
 * Danish unless the person chose English with {@code ?lang=en}; the choice is kept in a cookie that
 * holds nothing else. What the browser prefers does not matter: the product speaks Danish first.
 */
@Component("localeContextResolver")
@Order(Ordered.HIGHEST_PRECEDENCE)
final class Languages implements LocaleContextResolver, WebFilter {
  static final String COOKIE = "sentinel-language";
  private static final TimeZone COPENHAGEN = TimeZone.getTimeZone("Europe/Copenhagen");

  private final boolean secure;

  Languages(PortalSettings settings) {
    this.secure = settings.secure();
  }

  @Override
  public LocaleContext resolveLocaleContext(ServerWebExchange exchange) {
    String kept =
        Optional.ofNullable(exchange.getRequest().getCookies().getFirst(COOKIE))
            .map(HttpCookie::getValue)
            .orElse("da");
    return new SimpleTimeZoneAwareLocaleContext(locale(chosen(exchange).orElse(kept)), COPENHAGEN);
  }

  @Override
  public void setLocaleContext(ServerWebExchange exchange, @Nullable LocaleContext locale) {
    throw new UnsupportedOperationException("the language is chosen with ?lang=da or ?lang=en");
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    chosen(exchange).ifPresent(language -> exchange.getResponse().addCookie(keep(language)));
    return chain.filter(exchange);
  }

  private static Optional<String> chosen(ServerWebExchange exchange) {
    return Optional.ofNullable(exchange.getRequest().getQueryParams().getFirst("lang"))
        .filter(language -> "da".equals(language) || "en".equals(language));
  }

  private static Locale locale(String language) {
    return "en".equals(language) ? Locale.UK : Locale.of("da", "DK");
  }

  private ResponseCookie keep(String language) {
    return ResponseCookie.from(COOKIE, language)
        .path("/")
        .httpOnly(true)
        .secure(secure)
        .sameSite("Lax")
        .maxAge(Duration.ofDays(365))
        .build();
  }
}
