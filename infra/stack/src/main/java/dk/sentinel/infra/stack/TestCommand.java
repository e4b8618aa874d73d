package dk.sentinel.infra.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code infra/test}: Maven with every test, on servers that live as long as Maven does. */
final class TestCommand {
  private static final Set<String> PHASES = Set.of("test", "package", "integration-test", "verify");

  private final Project project;

  TestCommand(Project project) {
    this.project = project;
  }

  int run(List<String> arguments) throws InterruptedException {
    Progress progress = Progress.onStandardOutput();
    long started = System.currentTimeMillis();
    try {
      Path file = Files.createTempFile("sentinel-servers", ".properties");
      new TestServers(project, progress).start(Ports.free(), file);
      Process maven = maven(arguments, file);
      int exit = maven.waitFor();
      System.out.println(TestTotal.of(project.root(), started).summary());
      return exit;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process maven(List<String> arguments, Path file) throws IOException {
    List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp"));
    command.addAll(arguments);
    if (arguments.stream().noneMatch(PHASES::contains)) {
      command.add("verify");
    }
    ProcessBuilder builder = new ProcessBuilder(command).directory(project.root().toFile());
    builder.environment().put("SENTINEL_SERVERS", file.toAbsolutePath().toString());
    Process maven = builder.inheritIO().start();
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() -> Stop.gently(maven.toHandle(), java.time.Duration.ofSeconds(10))));
    return maven;
  }
}
