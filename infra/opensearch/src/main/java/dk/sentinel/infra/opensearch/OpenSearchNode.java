package dk.sentinel.infra.opensearch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * One OpenSearch node in a process of its own, for a machine without containers. It listens on
 * loopback only, needs no password there, and keeps its data across restarts. Writes are as durable
 * as the engine's default (the translog is synced before a request is acknowledged). It ends
 * cleanly on SIGTERM.
 */
public final class OpenSearchNode {
  private OpenSearchNode() {}

  /**
   * Runs the node until the process is told to end.
   *
   * @param args the directory of the node's data, and the port of its HTTP interface
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 2) {
      System.err.println("usage: OpenSearchNode <data directory> <http port>");
      System.exit(2);
    }
    Path directory = Files.createDirectories(Path.of(args[0]).toAbsolutePath());
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> await(end, closed), "close"));
    try (OpenSearchRunner runner = new OpenSearchRunner()) {
      start(runner, directory, Integer.parseInt(args[1]));
      System.out.println("OpenSearch answers on port " + args[1]);
      end.await();
    } finally {
      closed.countDown();
    }
  }

  private static void start(OpenSearchRunner runner, Path directory, int port) {
    runner
        .onBuild((number, settings) -> {
          settings.put("discovery.type", "single-node");
          settings.put("network.host", "127.0.0.1");
          settings.put("http.port", port);
          settings.put("transport.port", "0");
          settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
        })
        .build(
            OpenSearchRunner.newConfigs()
                .basePath(directory.toString())
                .clusterName("sentinel")
                .numOfNode(1));
  }

  private static void await(CountDownLatch end, CountDownLatch closed) {
    end.countDown();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
