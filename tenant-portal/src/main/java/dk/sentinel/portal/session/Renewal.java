package dk.sentinel.portal.session;

import dk.sentinel.portal.upstream.IssuerUnreachable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.client.OAuth2AuthorizationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import reactor.core.publisher.Mono;

/**
 * Renews tokens a minute before their end. When the issuer does not, a token is used as long as it
 * lasts, and the issuer is asked again a few seconds later at the earliest, so that nobody waits
 * for it at every click; only then the request fails with {@link IssuerUnreachable}. An issuer that
 * answers that the sign-in is over is believed.
 */
final class Renewal implements ReactiveOAuth2AuthorizedClientProvider {
  private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final ReactiveOAuth2AuthorizedClientProvider issuer;
  private final Clock clock;
  private volatile Instant askAgain = Instant.MIN;

  /**
   * Asks the issuer through another provider.
   *
   * @param issuer renews what is near its end, and gives nothing for what is not
   */
  Renewal(ReactiveOAuth2AuthorizedClientProvider issuer, Clock clock) {
    this.issuer = issuer;
    this.clock = clock;
  }

  @Override
  public Mono<OAuth2AuthorizedClient> authorize(OAuth2AuthorizationContext context) {
    if (clock.instant().isBefore(askAgain) && lasts(context.getAuthorizedClient())) {
      return Mono.empty();
    }
    return issuer
        .authorize(context)
        .onErrorResume(error -> !isOver(error), error -> without(context, error));
  }

  /** Empty means that the token stays as it is. */
  private Mono<OAuth2AuthorizedClient> without(OAuth2AuthorizationContext context, Throwable why) {
    LOG.warn("the issuer does not renew a token: {}", why.toString());
    askAgain = clock.instant().plus(PAUSE);
    return lasts(context.getAuthorizedClient())
        ? Mono.empty()
        : Mono.error(new IssuerUnreachable(why));
  }

  private boolean lasts(@Nullable OAuth2AuthorizedClient client) {
    Instant end = client == null ? null : client.getAccessToken().getExpiresAt();
    return end != null && clock.instant().isBefore(end);
  }

  private static boolean isOver(Throwable error) {
    return error instanceof OAuth2AuthorizationException refused
        && refused.getError().getErrorCode().equals(OAuth2ErrorCodes.INVALID_GRANT);
  }
}
