package dk.sentinel.api.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.blockhound.BlockHound;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Promise 3, isolated, and promise 7, attributed: thousands of requests of many clinics at once, on
 * few threads and few connections, some wrong, some given up, some at the neighbour's door. Each
 * answer is the own clinic's, each entry stands in the log of the clinic that was asked for and
 * names who asked. Meanwhile no thread of the event loops waits for anything.
 */
final class InterleavedTest extends ApiTest {
  private static final int CLINICS = 24;
  private static final int REQUESTS = 3_000;
  private static final int AT_ONCE = 48;
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final AtomicBoolean WATCHING = new AtomicBoolean();
  private static final Queue<String> BLOCKED = new ConcurrentLinkedQueue<>();

  private final WebClient web =
      WebClient.builder()
          .clientConnector(
              new ReactorClientHttpConnector(
                  HttpClient.create(ConnectionProvider.create("callers", AT_ONCE))))
          .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(16 << 20))
          .build();
  private final List<TestClinic> clinics = new ArrayList<>();
  private final List<String> tokens = new ArrayList<>();
  private final Random random = new Random(20261121);
  private final Map<String, Sent> sent = new ConcurrentHashMap<>();

  /** What a request was about: who asked, and in whose log that must stand. */
  private record Sent(int caller, UUID log, boolean answered) {}

  // before the API starts: what a thread may do is decided when BlockHound first sees it
  static {
    BlockHound.builder()
        .loadIntegrations()
        .allowBlockingCallsInside("java.security.SecureRandom", "nextBytes") // never waits on Linux
        .allowBlockingCallsInside("java.util.UUID", "randomUUID")
        // locks held for a few instructions: the pools of OpenSearch's client and of Netty's
        // buffers
        .allowBlockingCallsInside("org.apache.hc.core5.pool.StrictConnPool", "lease")
        .allowBlockingCallsInside("org.apache.hc.core5.pool.StrictConnPool", "release")
        .allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "allocate")
        .allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$Magazine", "free")
        .allowBlockingCallsInside("ch.qos.logback.core.OutputStreamAppender", "append")
        .blockingMethodCallback(method -> {
          if (WATCHING.get()) {
            BLOCKED.add(method + " on " + Thread.currentThread().getName() + stack());
          }
        })
        .install();
  }

  @BeforeAll
  void manyClinics() {
    List<String> companies = companies(99_001_000, 99_002_000);
    for (int i = 0; i < CLINICS; i++) {
      TestClinic clinic = newClinic(companies.get(i), "08%04d".formatted(i));
      clinics.add(clinic);
      tokens.add(issuer.access(clinic.owner()));
    }
  }

  @Test
  void nothing_of_one_clinic_is_ever_found_in_another() throws Exception {
    WATCHING.set(true);
    assertThatABlockingCallIsSeen();
    Flux.range(0, REQUESTS).flatMap(this::one, AT_ONCE).blockLast(Duration.ofMinutes(5));
    WATCHING.set(false);

    assertThat(BLOCKED).isEmpty();
    int attributed = 0;
    for (TestClinic clinic : clinics) {
      for (String entry : entries(clinic.id())) {
        attributed += attributed(JSON.readTree(entry), clinic.id());
      }
    }
    for (String entry : entries(new UUID(0, 0))) {
      attributed += attributed(JSON.readTree(entry), new UUID(0, 0));
    }
    assertThat(attributed)
        .as("four of eight kinds are recorded")
        .isGreaterThanOrEqualTo(REQUESTS / 2);
    assertThat(sent.values().stream().filter(Sent::answered).count()).isGreaterThan(REQUESTS / 2);
  }

  private void assertThatABlockingCallIsSeen() {
    Scheduler eventLoop = Schedulers.newParallel("control", 1);
    Mono.fromRunnable(() -> LockSupport.parkNanos(1))
        .subscribeOn(eventLoop)
        .block(Duration.ofSeconds(10));
    eventLoop.dispose();
    assertThat(BLOCKED).hasSize(1);
    BLOCKED.clear();
  }

  /** One if the entry came from one of the requests; then it must be in the right log. */
  private int attributed(JsonNode entry, UUID log) {
    Sent request = sent.get(entry.path("correlation").asString(""));
    if (request == null) {
      return 0;
    }
    assertThat(log).as(entry.path("action").asString()).isEqualTo(request.log());
    assertThat(entry.path("actor").path("id").asString())
        .isEqualTo(clinics.get(request.caller()).owner().id());
    return 1;
  }

  private Mono<Integer> one(int number) {
    int caller = random.nextInt(CLINICS);
    int neighbour = (caller + 1 + random.nextInt(CLINICS - 1)) % CLINICS;
    return switch (number % 8) {
      case 0 -> own(caller, "");
      case 1 -> own(caller, "/members");
      case 2 -> own(caller, "/audit/entries");
      case 3 -> own(caller, "/agreement");
      case 4 -> wrong(caller, clinics.get(caller).path("/audit/entries?size=nonsense"), 400);
      case 5 -> foreign(caller, neighbour);
      case 6 -> wrong(caller, clinics.get(caller).path("/nothing-here"), 404);
      default -> givenUp(caller);
    };
  }

  private Mono<Integer> own(int caller, String path) {
    TestClinic clinic = clinics.get(caller);
    return get(caller, clinic.path(path), clinic.id())
        .map(answer -> {
          assertThat(answer.status()).as(path).isEqualTo(200);
          for (TestClinic other : clinics) {
            if (!other.equals(clinic)) {
              assertThat(answer.body())
                  .doesNotContain(other.id().toString())
                  .doesNotContain(other.cvr())
                  .doesNotContain(other.owner().id());
            }
          }
          return 1;
        });
  }

  private Mono<Integer> foreign(int caller, int neighbour) {
    TestClinic other = clinics.get(neighbour);
    return get(caller, other.path("/audit/entries"), new UUID(0, 0))
        .map(answer -> {
          assertThat(answer.status()).isEqualTo(404);
          assertThat(answer.body()).doesNotContain(other.cvr()).doesNotContain(other.owner().id());
          return 1;
        });
  }

  private Mono<Integer> wrong(int caller, String path, int status) {
    return get(caller, path, clinics.get(caller).id())
        .map(answer -> {
          assertThat(answer.status()).as(path).isEqualTo(status);
          return 1;
        });
  }

  /** The caller goes away while the answer is being made. */
  private Mono<Integer> givenUp(int caller) {
    TestClinic clinic = clinics.get(caller);
    return get(caller, clinic.path("/audit/entries"), clinic.id())
        .map(answer -> 1)
        .timeout(Duration.ofNanos(1 + random.nextInt(20_000_000)), Mono.just(0));
  }

  private record Answer(int status, String body) {}

  private Mono<Answer> get(int caller, String path, UUID log) {
    String correlation = UUID.randomUUID().toString();
    sent.put(correlation, new Sent(caller, log, false));
    return web.get()
        .uri(URI.create(address() + path))
        .header("Authorization", "Bearer " + tokens.get(caller))
        .header("X-Correlation-Id", correlation)
        .exchangeToMono(response ->
            response
                .bodyToMono(String.class)
                .defaultIfEmpty("")
                .map(body -> new Answer(response.statusCode().value(), body)))
        .doOnNext(answer -> sent.put(correlation, new Sent(caller, log, true)));
  }

  private static String stack() {
    StringBuilder stack = new StringBuilder();
    StackWalker.getInstance()
        .forEach(frame ->
            stack
                .append("\n  ")
                .append(frame.getClassName())
                .append('.')
                .append(frame.getMethodName()));
    return stack.toString();
  }
}
