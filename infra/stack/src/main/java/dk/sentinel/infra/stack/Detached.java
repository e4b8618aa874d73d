package dk.sentinel.infra.stack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the launcher a second time, in the background, and shows what it says until it is ready.
 */
final class Detached {
  private final Project project;
  private final DataDirectory data;

  Detached(Project project, DataDirectory data) {
    this.project = project;
    this.data = data;
  }

  int run() throws InterruptedException {
    try {
      Path log = data.log("launcher");
      Files.deleteIfExists(log);
      Files.createFile(log);
      data.write(WholeStack.STATE, "starting");
      Process launcher = start(log);
      return follow(launcher, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process start(Path log) throws IOException {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid");
    }
    command.addAll(
        List.of(
            Java.executable(),
            "-Dsentinel.project=" + project.root(),
            "-Dsentinel.servers=" + System.getProperty("sentinel.servers", "local"),
            "-cp",
            System.getProperty("java.class.path"),
            Launcher.class.getName(),
            "up"));
    return new ProcessBuilder(command)
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private int follow(Process launcher, Path log) throws IOException, InterruptedException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      boolean over = false;
      while (!over) {
        over = !launcher.isAlive() || isReady();
        Thread.sleep(over ? 300 : 100);
        show(file);
      }
    }
    return launcher.isAlive() ? 0 : launcher.exitValue();
  }

  private boolean isReady() {
    return data.read(WholeStack.STATE).filter(WholeStack.READY::equals).isPresent();
  }

  private static void show(RandomAccessFile file) throws IOException {
    byte[] more = new byte[(int) (file.length() - file.getFilePointer())];
    file.readFully(more);
    System.out.print(new String(more, StandardCharsets.UTF_8));
    System.out.flush();
  }
}
