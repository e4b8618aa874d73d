package dk.sentinel.infra.rules;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs Maven as a person would, offline: all it needs was fetched by the build that runs this. */
final class Maven {
  private Maven() {}

  static String run(Path directory, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(executable());
    command.addAll(List.of("-B", "-o", "-ntp", "-Dstyle.color=never"));
    command.add("-Dmaven.repo.local=" + System.getProperty("sentinel.repository"));
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile("maven", ".log");
    ProcessBuilder maven =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // The JDK that runs the outer Maven, not the toolchain's: archives name it in their manifest.
    maven.environment().put("JAVA_HOME", System.getProperty("sentinel.maven.jdk", ""));
    Process process = maven.start();
    boolean ended = process.waitFor(10, TimeUnit.MINUTES);
    String output = Files.readString(log, StandardCharsets.UTF_8);
    Files.delete(log);
    if (!ended) {
      process.destroy();
    }
    if (!ended || process.exitValue() != 0) {
      throw new IllegalStateException("Maven failed: " + String.join(" ", command) + "\n" + output);
    }
    return output;
  }

  private static String executable() {
    Path own = Path.of(System.getProperty("sentinel.maven", ""), "bin", "mvn");
    return Files.isExecutable(own) ? own.toString() : "mvn";
  }
}
