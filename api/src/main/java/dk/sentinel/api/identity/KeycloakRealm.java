package dk.sentinel.api.identity;

import dk.sentinel.api.SentinelSettings;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.api.problem.WordlessTrace;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.admin.client.JacksonProvider;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.KeycloakBuilder;
import org.keycloak.admin.client.resource.RealmResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Sentinel's own realm, as its administrator: the only way to Keycloak's admin interface.
 *
 * <p>That interface's client blocks, so each piece of work runs on one of a few threads of its own
 * and never on the caller's; when all are busy and the queue is full, further work is refused as if
 * Keycloak were away. Nothing is tried again: a piece of work may have had its effect although its
 * answer was lost, so whoever repeats it must first ask what is there.
 */
@Component
public final class KeycloakRealm implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(KeycloakRealm.class);
  private static final String REALMS = "/realms/";
  private static final int THREADS = 4;
  private static final int WAITING = 50;
  private static final int PROVIDER_PRIORITY = 100;

  /** Keycloak is away, too slow, or does not let Sentinel in: answered with Retry-After. */
  public static final Problem AWAY =
      Problem.of(
          "sign-in-service-unavailable",
          HttpStatus.SERVICE_UNAVAILABLE,
          "Sign-in service unavailable",
          "The service that keeps accounts does not answer right now. Try again in a few seconds;"
              + " doing it twice does no harm.");

  /** Keycloak knows Sentinel and does not permit it this: only another right helps. */
  public static final Problem FORBIDS =
      Problem.of(
          "sign-in-service-forbids",
          HttpStatus.SERVICE_UNAVAILABLE,
          "Sign-in service does not permit this",
          "Sentinel lacks a right in the service that keeps accounts. Tell the operator; nothing"
              + " is lost, and it can be done once the right is given.");

  private final Scheduler threads =
      Schedulers.newBoundedElastic(THREADS, WAITING, "keycloak", 60, true);
  private final Client http;
  private final Keycloak keycloak;
  private final RealmResource realm;
  private final Duration patience;
  private volatile boolean serves = true;

  KeycloakRealm(SentinelSettings common, KeycloakSettings settings) {
    this.patience = settings.patience();
    this.http = http(patience);
    String name = Objects.requireNonNullElseGet(settings.realm(), () -> realmOf(common.issuer()));
    this.keycloak =
        KeycloakBuilder.builder()
            .serverUrl(
                Objects.requireNonNullElseGet(settings.url(), () -> common.issuer().resolve("../"))
                    .toString())
            .realm(name)
            .grantType(OAuth2Constants.CLIENT_CREDENTIALS)
            .clientId(settings.client())
            .clientSecret(settings.secret())
            .resteasyClient(http)
            .build();
    this.realm = keycloak.realm(name);
  }

  private static Client http(Duration patience) {
    return ClientBuilder.newBuilder()
        .connectTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .readTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .register(new JacksonProvider(), PROVIDER_PRIORITY)
        .build();
  }

  private static String realmOf(URI issuer) {
    String path = issuer.getPath();
    return path.startsWith(REALMS) ? path.substring(REALMS.length()) : "sentinel";
  }

  /**
   * Does a piece of work in the realm. Empty when the work gives null.
   *
   * @param work blocks; may be interrupted when nobody waits for it any more
   * @return fails with {@link #AWAY} when Keycloak does not answer, does not let Sentinel in, or
   *     has an error of its own, with {@link #FORBIDS} when Sentinel lacks the right, and with the
   *     {@link WebApplicationException} of its answer when it refuses this very request
   */
  public <T> Mono<T> ask(Function<RealmResource, @Nullable T> work) {
    return Mono.fromCallable(() -> attempt(work))
        .subscribeOn(threads)
        .timeout(patience.multipliedBy(4))
        .<T>handle((attempt, answer) -> {
          if (attempt.error() != null) {
            answer.error(attempt.error());
          } else if (attempt.result() != null) {
            answer.next(attempt.result());
          }
        })
        .onErrorMap(this::translated)
        .doOnSuccess(done -> serves());
  }

  /** What a piece of work gave: kept as a value, because nobody may be waiting any more. */
  private record Attempt<T>(@Nullable T result, @Nullable RuntimeException error) {}

  private <T> Attempt<T> attempt(Function<RealmResource, @Nullable T> work) {
    try {
      return new Attempt<>(work.apply(realm), null);
    } catch (RuntimeException error) {
      return new Attempt<>(null, error);
    }
  }

  /**
   * The id at the end of the address of what was created; closes the answer.
   *
   * @throws WebApplicationException when it was not created, with the answer's status: 409 when
   *     something of that name exists already
   */
  public static String created(Response answer) {
    try (answer) {
      if (answer.getStatus() != Response.Status.CREATED.getStatusCode()) {
        throw new WebApplicationException(answer.getStatus());
      }
      String path = answer.getLocation().getPath();
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /**
   * Closes an answer whose body nobody needs.
   *
   * @throws WebApplicationException when it was not a success
   */
  public static void succeeded(Response answer) {
    try (answer) {
      if (answer.getStatusInfo().getFamily() != Response.Status.Family.SUCCESSFUL) {
        throw new WebApplicationException(answer.getStatus());
      }
    }
  }

  /** Whether Keycloak refused with this status, such as 404 or 409. */
  public static boolean isStatus(Throwable error, int status) {
    return error instanceof WebApplicationException refused
        && refused.getResponse().getStatus() == status;
  }

  private Throwable translated(Throwable error) {
    return switch (error) {
      case WebApplicationException forbidden when isStatus(forbidden, 403) -> forbids(forbidden);
      case WebApplicationException refused when !isOurs(refused.getResponse().getStatus()) ->
          refused;
      case WebApplicationException broken -> away(broken);
      case ProcessingException unanswered -> away(unanswered);
      case TimeoutException slow -> away(slow);
      case RejectedExecutionException full -> away(full);
      default -> error;
    };
  }

  /** Whether the status says that the realm or its configuration is at fault, not the request. */
  private static boolean isOurs(int status) {
    return status == 401 || status == 429 || status >= 500;
  }

  private static Throwable forbids(Throwable error) {
    LOG.warn("Keycloak does not permit Sentinel what it must do: {}", new WordlessTrace(error));
    return FORBIDS.asException();
  }

  /** Logged once, not at every try. */
  private Throwable away(Throwable error) {
    if (serves) {
      serves = false;
      LOG.warn("Keycloak's admin interface does not serve: {}", new WordlessTrace(error));
    }
    return AWAY.asException();
  }

  private void serves() {
    if (!serves) {
      serves = true;
      LOG.info("Keycloak's admin interface serves again");
    }
  }

  @Override
  public void destroy() {
    threads.dispose();
    keycloak.close();
    http.close();
  }
}
