package dk.sentinel.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real processes that end by themselves. */
final class SupervisionTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void a_service_that_ends_is_started_again_three_times_and_no_more(@TempDir Path directory) {
    DataDirectory data = new DataDirectory(directory);
    data.create();
    Processes processes = new Processes(data);
    Supervision supervision =
        new Supervision(
            processes, new Progress(new PrintStream(said, true, StandardCharsets.UTF_8), false));
    supervision.start(new ShortLived(processes), "It answers");

    assertThatThrownBy(supervision::watch)
        .isInstanceOf(CannotGoOn.class)
        .hasMessageContaining("Short-lived has ended 4 times");

    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("It answers")
        .contains("Short-lived has ended; it is started again (1 of 3).")
        .contains("Short-lived has ended; it is started again (3 of 3).");
  }

  @Test
  void a_start_that_fails_counts_as_one_more_ending(@TempDir Path directory) {
    DataDirectory data = new DataDirectory(directory);
    data.create();
    Processes processes = new Processes(data);
    Supervision supervision =
        new Supervision(
            processes, new Progress(new PrintStream(said, true, StandardCharsets.UTF_8), false));
    ShortLived service = new ShortLived(processes);
    supervision.start(service, "It answers");
    service.stumbles = 1;

    assertThatThrownBy(supervision::watch).hasMessageContaining("Short-lived has ended 4 times");

    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("it stumbled")
        .contains("Short-lived has ended; it is started again (2 of 3).")
        .contains("Short-lived is back");
  }

  /** Runs for a moment, unless it stumbles. */
  private static final class ShortLived implements Service {
    private final Child child;
    private int stumbles;

    ShortLived(Processes processes) {
      this.child = new Child(processes, name(), "short-lived");
    }

    @Override
    public String name() {
      return "Short-lived";
    }

    @Override
    public void start() throws IOException, InterruptedException {
      if (stumbles-- > 0) {
        throw new CannotGoOn("it stumbled");
      }
      child.start(List.of("sleep", "0.2"), Map.of(), Duration.ofSeconds(5), () -> true);
    }

    @Override
    public boolean running() {
      return child.running();
    }

    @Override
    public void stop() {
      child.stop(Duration.ofSeconds(1));
    }
  }
}
