package dk.sentinel.portal.web;

import dk.sentinel.portal.settings.PortalSettings;
import dk.sentinel.portal.upstream.Me;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.reactive.result.view.CsrfRequestDataValueProcessor;
import org.springframework.security.web.server.context.WebSessionServerSecurityContextRepository;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Makes pages: a template, what it shows, and the frame around it. */
@Component
public final class Pages {
  /** Where a broker puts the name; who is name-protected has a pseudonym in its place. */
  private static final List<String> NAMES = List.of("nemlogin.name", "nemlogin.alias", "name");

  /** Who has a protected name and no alias is called so, here as in the API; never by an id. */
  private static final String PROTECTED = "Pseudonym";

  private final PortalSettings settings;
  private final Assets assets;
  private final WebSessionServerSecurityContextRepository signIns =
      new WebSessionServerSecurityContextRepository();

  Pages(PortalSettings settings, Assets assets) {
    this.settings = settings;
    this.assets = assets;
  }

  /** A page that belongs to no clinic. The title is the message {@code title.<view>}. */
  public Mono<Rendering> page(ServerWebExchange exchange, String view, Map<String, ?> content) {
    return model(exchange, view, content).map(model -> Rendering.view(view).model(model).build());
  }

  /** A page of a clinic; a person without a role there gets the page for unknown addresses. */
  public Mono<Rendering> clinicPage(
      ServerWebExchange exchange,
      Me me,
      UUID clinicId,
      String current,
      String view,
      Map<String, ?> content) {
    Map<String, Object> all = new HashMap<>(content);
    all.put("place", place(me, clinicId, current));
    return page(exchange, view, all);
  }

  /** Where a page of this clinic is. */
  public static Place place(Me me, UUID clinicId, String current) {
    return me.at(clinicId)
        .map(clinic -> Place.of(me, clinic, current))
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }

  /** The reader's language, {@code da} or {@code en}, as the API wants it. */
  public static String language(ServerWebExchange exchange) {
    return locale(exchange).getLanguage();
  }

  Mono<Map<String, Object>> model(ServerWebExchange exchange, String view, Map<String, ?> content) {
    return user(exchange)
        .flatMap(user -> csrf(exchange, user).map(csrf -> frame(exchange, user, csrf)))
        .map(frame -> {
          Map<String, Object> model = new HashMap<>(content);
          model.put("frame", frame);
          model.put("fmt", new Formats(locale(exchange)));
          model.put("titleKey", "title." + view);
          return model;
        });
  }

  private Mono<Optional<String>> user(ServerWebExchange exchange) {
    return signIns
        .load(exchange)
        .mapNotNull(context -> context.getAuthentication())
        .map(authentication -> Optional.ofNullable(name(authentication)))
        .defaultIfEmpty(Optional.empty());
  }

  private static @Nullable String name(Authentication signedIn) {
    if (!(signedIn.getPrincipal() instanceof OidcUser user)) {
      return null;
    }
    return NAMES.stream()
        .map(user::getClaimAsString)
        .filter(name -> name != null && !name.isBlank())
        .findFirst()
        .orElse(PROTECTED);
  }

  /** Only a signed-in person's page has forms; a public page needs no session for a token. */
  private static Mono<Optional<CsrfToken>> csrf(ServerWebExchange exchange, Optional<String> user) {
    Mono<CsrfToken> token =
        user.isEmpty()
            ? Mono.empty()
            : exchange.getAttributeOrDefault(CsrfToken.class.getName(), Mono.<CsrfToken>empty());
    return token
        .doOnNext(value ->
            exchange
                .getAttributes()
                .put(CsrfRequestDataValueProcessor.DEFAULT_CSRF_ATTR_NAME, value))
        .map(Optional::of)
        .defaultIfEmpty(Optional.empty());
  }

  private Frame frame(ServerWebExchange exchange, Optional<String> user, Optional<CsrfToken> csrf) {
    return new Frame(
        locale(exchange).getLanguage(),
        thisPageIn("da", exchange),
        thisPageIn("en", exchange),
        assets.path(),
        user.orElse(null),
        csrf.map(CsrfToken::getHeaderName).orElse(""),
        csrf.map(CsrfToken::getToken).orElse(""),
        settings.portal().idle().toSeconds(),
        settings.portal().warning().toSeconds());
  }

  /** What a sign-in brought back is for one use and secret: it stands in no link. */
  private static String thisPageIn(String language, ServerWebExchange exchange) {
    var request = exchange.getRequest();
    String path = request.getPath().pathWithinApplication().value().replaceAll("^/+", "/");
    if (path.startsWith("/login/")) {
      return "/sign-in?lang=" + language;
    }
    String query = Objects.toString(request.getURI().getRawQuery(), "");
    String others =
        Arrays.stream(query.split("&", -1))
            .filter(pair -> !pair.isEmpty() && !pair.equals("lang") && !pair.startsWith("lang="))
            .map(pair -> pair + "&")
            .collect(Collectors.joining());
    return path + "?" + others + "lang=" + language;
  }

  static Locale locale(ServerWebExchange exchange) {
    return Objects.requireNonNullElse(
        exchange.getLocaleContext().getLocale(), Locale.of("da", "DK"));
  }
}
