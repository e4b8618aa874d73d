package dk.sentinel.infra.stack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the launcher has started. A service that ends by itself is said to have ended and is started
 * again, three times at most unless SENTINEL_RESTARTS says otherwise (for tests that kill); when
 * the launcher ends, however it does short of SIGKILL, everything ends in the reverse of the order
 * in which it came.
 */
final class Supervision {
  private static final int RESTARTS = 3;

  private final int restarts;

  private final Processes processes;
  private final Progress progress;
  private final List<Service> services = new ArrayList<>();
  private volatile boolean stopping;

  Supervision(Processes processes, Progress progress) {
    this.processes = processes;
    this.progress = progress;
    this.restarts = restarts(System.getenv("SENTINEL_RESTARTS"));
  }

  private static int restarts(@Nullable String wanted) {
    if (wanted == null) {
      return RESTARTS;
    }
    if (!wanted.matches("[0-9]{1,6}")) {
      throw new CannotGoOn(
          "SENTINEL_RESTARTS must be a number; leave it out for " + RESTARTS + ".");
    }
    return Integer.parseInt(wanted);
  }

  /** Lets everything end with the launcher. Then {@code last} is done. */
  void endWithLauncher(Runnable last) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() -> {
                  stop();
                  last.run();
                }));
  }

  /** Starts a service as a step of its own. */
  void start(Service service, String step) {
    synchronized (services) {
      services.remove(service);
      services.add(service);
    }
    progress.step(step, service::start);
  }

  /** Stops one service, which is then not watched any more. */
  void stop(Service service) {
    synchronized (services) {
      services.remove(service);
    }
    service.stop();
  }

  /** Watches until the launcher is told to end. */
  void watch() throws InterruptedException {
    Map<String, Integer> ended = new HashMap<>();
    while (true) {
      Thread.sleep(500);
      for (Service service : inOrder()) {
        if (!stopping && !service.running()) {
          restart(service, ended.merge(service.name(), 1, Integer::sum));
        }
      }
    }
  }

  private List<Service> inOrder() {
    synchronized (services) {
      return List.copyOf(services);
    }
  }

  private void restart(Service service, int times) {
    if (times > restarts) {
      throw new CannotGoOn(
          service.name()
              + " has ended "
              + times
              + " times; everything is stopped. Look at its log.");
    }
    progress.say(
        service.name() + " has ended; it is started again (" + times + " of " + restarts + ").");
    try {
      progress.step(service.name() + " is back", service::start);
    } catch (CannotGoOn notBack) {
      // It ended again, or did not answer, while it was being started: one more ending.
      service.stop();
      progress.say(String.valueOf(notBack.getMessage()));
    }
  }

  private void stop() {
    stopping = true;
    processes.refuseMore();
    List<Service> running = inOrder();
    if (!running.isEmpty()) {
      progress.say("Stopping …");
      // What bears the data ends last, when nobody writes any more.
      List<Service> bearers = running.stream().filter(Service::bearsData).toList();
      Together.run(
          running.stream()
              .filter(service -> !bearers.contains(service))
              .map(service -> (Runnable) service::stop)
              .toArray(Runnable[]::new));
      bearers.reversed().forEach(Service::stop);
      progress.say("Stopped.");
    }
  }
}
