package dk.sentinel.infra.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Does several things at the same time and waits for all; the first failure ends the waiting. */
final class Together {
  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  private Together() {}

  static void run(Runnable... tasks) {
    List<CompletableFuture<Void>> all = new ArrayList<>();
    CompletableFuture<Void> failure = new CompletableFuture<>();
    for (Runnable task : tasks) {
      CompletableFuture<Void> future = CompletableFuture.runAsync(task, THREADS);
      all.add(
          future.whenComplete((_, problem) -> {
            if (problem != null) {
              failure.completeExceptionally(problem);
            }
          }));
    }
    try {
      CompletableFuture<Void> done = CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
      CompletableFuture.anyOf(done, failure).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof CannotGoOn problem
          ? problem
          : new CannotGoOn("The launcher failed: " + e.getCause(), e);
    }
  }
}
