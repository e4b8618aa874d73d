package dk.sentinel.portal.session;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRequestHandler;
import org.springframework.security.web.server.csrf.XorServerCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Forms that carry their token among their parts, beside a file. Such a form must be read before
 * anybody knows whether its token is right, so only these are, and only when they say beforehand
 * that they are small. All others carry it as a field of an ordinary form.
 */
final class FileForms implements ServerCsrfTokenRequestHandler, WebFilter {
  /** A file of 5 MiB, which is the most that the API takes, and the fields beside it; in bytes. */
  private static final long LARGEST = 5 * 1024 * 1024 + 64 * 1024;

  private final PathPatternParserServerWebExchangeMatcher forms =
      new PathPatternParserServerWebExchangeMatcher("/clinics/{clinicId}/powers", HttpMethod.POST);
  private final XorServerCsrfTokenRequestAttributeHandler fields =
      new XorServerCsrfTokenRequestAttributeHandler();
  private final XorServerCsrfTokenRequestAttributeHandler parts =
      new XorServerCsrfTokenRequestAttributeHandler();

  FileForms() {
    parts.setTokenFromMultipartDataEnabled(true);
  }

  @Override
  public void handle(ServerWebExchange exchange, Mono<CsrfToken> token) {
    fields.handle(exchange, token);
  }

  @Override
  public Mono<String> resolveCsrfTokenValue(ServerWebExchange exchange, CsrfToken token) {
    return forms
        .matches(exchange)
        .flatMap(
            found -> (found.isMatch() ? parts : fields).resolveCsrfTokenValue(exchange, token));
  }

  /** Sends one that is too large, or does not say how large it is, back to its page, unread. */
  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    return forms
        .matches(exchange)
        .flatMap(found ->
            found.isMatch() && !isSmall(exchange) ? tooLarge(exchange) : chain.filter(exchange));
  }

  private static boolean isSmall(ServerWebExchange exchange) {
    long length = exchange.getRequest().getHeaders().getContentLength();
    return length >= 0 && length <= LARGEST;
  }

  private static Mono<Void> tooLarge(ServerWebExchange exchange) {
    var response = exchange.getResponse();
    response.setStatusCode(HttpStatus.SEE_OTHER);
    response
        .getHeaders()
        .set(
            HttpHeaders.LOCATION,
            exchange.getRequest().getPath().value() + "?done=document-too-large");
    return response.setComplete();
  }
}
