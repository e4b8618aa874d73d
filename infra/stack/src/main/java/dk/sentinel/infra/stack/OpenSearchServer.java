package dk.sentinel.infra.stack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One OpenSearch node on loopback. */
final class OpenSearchServer implements Service {
  private final Stack stack;
  private final Child child;

  OpenSearchServer(Stack stack) {
    this.stack = stack;
    this.child = new Child(stack.processes(), name(), "opensearch");
  }

  @Override
  public String name() {
    return "OpenSearch";
  }

  @Override
  public void start() throws IOException, InterruptedException {
    Path home = Files.createDirectories(stack.data().openSearch());
    // A copy, because a build may replace the jar while the node runs.
    Path node = home.resolve("node.jar");
    Files.copy(stack.project().openSearchJar(), node, StandardCopyOption.REPLACE_EXISTING);
    List<String> command =
        Java.of(
            stack.data(),
            name(),
            "-Xms512m",
            "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            node + File.pathSeparator + stack.project().openSearchClassPath(),
            "dk.sentinel.infra.opensearch.OpenSearchNode",
            home.toString(),
            "" + stack.ports().openSearch());
    String health = stack.openSearchUrl() + "/_cluster/health?wait_for_status=yellow&timeout=5s";
    child.start(command, Map.of(), Duration.ofMinutes(4), () -> Http.answers(health));
  }

  @Override
  public boolean running() {
    return child.running();
  }

  @Override
  public void stop() {
    child.stop(Duration.ofSeconds(15));
  }

  @Override
  public boolean bearsData() {
    return true;
  }
}
