package dk.sentinel.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real processes: which ones are ours, and that only those are ever stopped. */
final class LeftoversTest {
  private final List<Process> started = new ArrayList<>();
  private DataDirectory data;
  private Path sleeper;

  @BeforeEach
  void prepare(@TempDir Path directory) throws IOException {
    data = new DataDirectory(directory.resolve("data"));
    data.create();
    sleeper = directory.resolve("Sleeper.java");
    Files.writeString(
        sleeper, "void main() throws Exception { IO.println(\"up\"); Thread.sleep(600_000); }\n");
  }

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
  }

  private Process sleeper(String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of(Java.executable()));
    command.addAll(List.of(options));
    command.add(sleeper.toString());
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    assertThat(process.inputReader().readLine()).isEqualTo("up");
    return process;
  }

  @Test
  void finds_and_stops_its_own_and_leaves_strangers_alone() throws IOException {
    Process own = sleeper(Leftovers.mark(data.root()), "-Dsentinel.stack.service=API");
    Process neighbour = sleeper(Leftovers.mark(Path.of(data.root() + "2")));
    Process stranger = sleeper();

    List<String> stopped = new Leftovers(data).stop();

    assertThat(stopped).containsExactly("API (process " + own.pid() + ")");
    assertThat(own.isAlive()).isFalse();
    assertThat(neighbour.isAlive()).isTrue();
    assertThat(stranger.isAlive()).isTrue();
    assertThat(new Leftovers(data).find()).isEmpty();
  }

  @Test
  void an_old_process_number_that_now_belongs_to_a_stranger_stops_nobody() throws IOException {
    Process stranger = sleeper();
    Files.writeString(data.pidFile("api"), "" + stranger.pid());

    assertThat(new Leftovers(data).stop()).isEmpty();

    assertThat(stranger.isAlive()).isTrue();
    assertThat(data.pidFile("api")).doesNotExist();
  }

  @Test
  void knows_a_postgres_by_its_data_directory() throws Exception {
    Process own =
        new ProcessBuilder("sh", "-c", "sleep 600; :", "-D", data.postgresData().toString())
            .start();
    Process other = new ProcessBuilder("sh", "-c", "sleep 600; :", "-D", "/elsewhere").start();
    started.addAll(List.of(own, other));

    assertThat(new Leftovers(data).find()).containsExactly(own.toHandle());
  }

  @Test
  void a_process_that_does_not_listen_is_killed_when_its_time_is_over() throws Exception {
    Process deaf =
        new ProcessBuilder("sh", "-c", "trap '' TERM INT; echo up; sleep 600 & wait; wait").start();
    started.add(deaf);
    assertThat(deaf.inputReader().readLine()).isEqualTo("up");

    Stop.gently(deaf.toHandle(), Duration.ofMillis(300));

    assertThat(deaf.isAlive()).isFalse();
  }

  @Test
  void one_launcher_at_a_time_works_on_a_data_directory_also_after_kill() throws Exception {
    Path holder = sleeper.resolveSibling("Holder.java");
    Files.writeString(
        holder,
        """
        void main(String[] args) throws Exception {
          var file = java.nio.file.Path.of(args[0]);
          var channel = java.nio.channels.FileChannel.open(file,
              java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE);
          IO.println(channel.tryLock() != null);
          Thread.sleep(600_000);
        }
        """);
    Process other =
        new ProcessBuilder(
                Java.executable(), holder.toString(), data.file("launcher.lock").toString())
            .start();
    started.add(other);
    assertThat(other.inputReader().readLine()).isEqualTo("true");

    assertThat(data.tryLock()).isFalse();
    other.destroyForcibly().waitFor();
    assertThat(data.tryLock()).isTrue();
    assertThat(data.launcher()).contains(ProcessHandle.current());
    data.unlock();
  }

  @Test
  void a_child_that_ends_while_starting_is_reported_with_the_end_of_its_log() {
    Child child = new Child(new Processes(data), "Something", "something");

    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(() ->
                child.start(
                    List.of("sh", "-c", "echo the reason; exit 3"),
                    Map.of(),
                    Duration.ofSeconds(10),
                    () -> false)))
        .isInstanceOf(CannotGoOn.class)
        .hasMessageContaining("Something ended while starting (exit 3)")
        .hasMessageContaining("the reason")
        .hasMessageContaining(data.log("something").toString());
  }
}
