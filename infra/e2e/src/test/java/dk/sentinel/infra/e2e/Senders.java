package dk.sentinel.infra.e2e;

import dk.sentinel.infra.demo.DemoClinics;
import dk.sentinel.infra.demo.NewPatients;
import dk.sentinel.infra.demo.PracticeSystem;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A practice system that sends without rest, and sends a Bundle again until it has its receipt.
 * Every Bundle is about people and records that nobody has sent before.
 */
final class Senders implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final double SIZE = 0.15;
  private static final int THREADS = 3;

  private final PracticeSystem system;
  private final DemoClinics.Clinic clinic;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicLong interrupted = new AtomicLong();
  private final Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();
  private final List<Future<?>> running;

  /**
   * A Bundle that was answered with a receipt.
   *
   * @param bundle its text
   * @param receiptId the receipt's id
   */
  record Accepted(String bundle, String receiptId) {}

  private Senders(RunningStack stack) {
    this.system = PracticeSystem.demo("demo-journal", stack.keycloak(), stack.api());
    this.clinic = DemoClinics.read().open().getFirst();
    this.running =
        IntStream.range(0, THREADS)
            .<Future<?>>mapToObj(one -> threads.submit(this::sendUntilStopped))
            .toList();
  }

  static Senders at(RunningStack stack) {
    return new Senders(stack);
  }

  private void sendUntilStopped() {
    while (!stopped.get()) {
      for (String bundle : NewPatients.bundles(clinic, SIZE)) {
        deliver(bundle);
      }
    }
  }

  private void deliver(String bundle) {
    while (true) {
      try {
        if (!hasToken()) {
          pause();
          continue;
        }
        PracticeSystem.Answer answer = system.send(bundle);
        if (answer.status() == 200) {
          String receipt = JSON.readTree(answer.body()).path("receiptId").asString();
          accepted.add(new Accepted(bundle, receipt));
          return;
        }
        if (answer.status() < 500 && answer.status() != 429) {
          throw new IllegalStateException("refused with " + answer.status() + answer.body());
        }
      } catch (UncheckedIOException nobodyThere) {
        interrupted.incrementAndGet();
      }
      pause();
    }
  }

  /** Keycloak has its data in the same PostgreSQL and answers 500 once for each lost connection. */
  private boolean hasToken() {
    try {
      return !system.token().isEmpty();
    } catch (IllegalStateException notNow) {
      interrupted.incrementAndGet();
      return false;
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** How often a connection broke or nobody answered. */
  long interrupted() {
    return interrupted.get();
  }

  /** How many Bundles were answered with a receipt so far. */
  int accepted() {
    return accepted.size();
  }

  /** Ends after the Bundles that are under way; what was answered with a receipt. */
  List<Accepted> stop() throws Exception {
    stopped.set(true);
    for (Future<?> one : running) {
      one.get(3, TimeUnit.MINUTES);
    }
    return List.copyOf(accepted);
  }

  /** Sends a Bundle once more; how many of its records were new this time. */
  int newWhenSentAgain(Accepted one) {
    PracticeSystem.Answer answer = system.send(one.bundle());
    int stored = 0;
    for (JsonNode count : JSON.readTree(answer.body()).required("stored")) {
      stored += count.asInt();
    }
    return stored;
  }

  @Override
  public void close() {
    stopped.set(true);
    threads.shutdownNow();
  }
}
