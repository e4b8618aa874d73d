package dk.sentinel.api.fairness;

import dk.sentinel.api.problem.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;

/**
 * One limit at work: work goes on under it, or ends with 429. The answer tells what is left in the
 * headers of draft-ietf-httpapi-ratelimit-headers-10. Metrics tell how often, never who.
 */
final class Limits {
  private static final String POLICY = "RateLimit-Policy";
  private static final String LEFT = "RateLimit";

  /** An answer of at most so many bytes may wait for a slow reader without holding a place. */
  private static final int SHORT = 64 * 1024;

  private final Limiter limiter;
  private final MeterRegistry meters;
  private final String policies;

  Limits(Limiter limiter, MeterRegistry meters) {
    this.limiter = limiter;
    this.meters = meters;
    Limit limit = limiter.limit();
    this.policies =
        String.format(
            Locale.ROOT,
            "\"%s\";q=%d;w=%d, \"%s\";q=%d;qu=\"concurrent-requests\"",
            limit.policy(),
            limit.requests(),
            limit.window().toSeconds(),
            limit.atOncePolicy(),
            limit.atOnce());
    Gauge.builder("sentinel.limits.callers", limiter, Limiter::known)
        .description("callers that are told apart at the moment")
        .tag("policy", limit.policy())
        .register(meters);
    refusals(limit.policy());
    refusals(limit.atOncePolicy());
  }

  /** Does the work for a caller, or ends with the problem {@code too-many-requests}. */
  <T> Mono<T> under(String caller, ServerHttpResponse response, Supplier<Mono<T>> work) {
    return Mono.defer(() ->
        switch (limiter.admit(caller)) {
          case Limiter.Verdict.Admitted admitted -> {
            tell(response.getHeaders(), admitted.remaining(), admitted.fullIn());
            yield admitted(admitted, response, work);
          }
          case Limiter.Verdict.Refused refused -> {
            refusals(refused.policy()).increment();
            HttpHeaders headers = response.getHeaders();
            tell(headers, 0, refused.retryIn());
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(seconds(refused.retryIn())));
            yield Mono.error(problem(refused.policy()).asException());
          }
        });
  }

  /**
   * A place is given back when the work has ended, and before anybody hears of it. A short answer
   * ends it before its first byte leaves: whoever has read it can ask again without being one too
   * many for a moment.
   */
  private <T> Mono<T> admitted(
      Limiter.Verdict.Admitted admitted, ServerHttpResponse response, Supplier<Mono<T>> work) {
    AtomicBoolean released = new AtomicBoolean();
    Runnable release =
        () -> {
          if (released.compareAndSet(false, true)) {
            limiter.release(admitted);
          }
        };
    response.beforeCommit(
        () -> isShort(response.getHeaders()) ? Mono.fromRunnable(release) : Mono.empty());
    return Mono.defer(work).doOnTerminate(release).doOnCancel(release);
  }

  /** Whether the answer says its length and is so small that waiting for its reader is cheap. */
  private static boolean isShort(HttpHeaders headers) {
    long length = headers.getContentLength();
    return length >= 0 && length <= SHORT;
  }

  private void tell(HttpHeaders headers, int remaining, Duration fullIn) {
    headers.add(POLICY, policies);
    headers.add(
        LEFT,
        String.format(
            Locale.ROOT, "\"%s\";r=%d;t=%d", limiter.limit().policy(), remaining, seconds(fullIn)));
  }

  /** Whole seconds, rounded up: who waits so long has waited long enough. */
  private static long seconds(Duration duration) {
    return Math.max(1, (duration.toMillis() + 999) / 1_000);
  }

  private Counter refusals(String policy) {
    return meters.counter("sentinel.limits.refused", "policy", policy);
  }

  private static Problem problem(String policy) {
    return new Problem(
        "too-many-requests",
        HttpStatus.TOO_MANY_REQUESTS,
        "Too many requests",
        "Nothing was done. Wait as long as Retry-After says, then send the request again, and"
            + " spread what follows.",
        Map.of("violated-policies", List.of(policy)));
  }
}
