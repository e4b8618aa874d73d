package dk.sentinel.api;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.compliance.audit.FileLogKey;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator types at the machine. */
final class OperatorCommandTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void the_log_key_is_rotated_and_the_old_one_vouches_for_the_new(@TempDir Path keys) {
    String old = FileLogKey.open(keys, "sentinel.example/log", true).verifier().toString();

    assertThat(run("rotate-log-key", keys.toString(), "sentinel.example/log")).isZero();
    FileLogKey now = FileLogKey.open(keys, "sentinel.example/log", false);
    assertThat(now.rotations())
        .singleElement()
        .satisfies(rotation -> assertThat(rotation.old().toString()).isEqualTo(old));
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("Old key  " + old, "New key  " + now.verifier(), "previous-keys/1.note");
  }

  @Test
  void where_there_is_no_key_none_is_made(@TempDir Path empty) {
    assertThat(run("rotate-log-key", empty.toString(), "sentinel.example/log")).isEqualTo(2);
    assertThat(run("rotate-log-key", empty + "/none", "sentinel.example/log")).isEqualTo(2);
    assertThat(empty).isEmptyDirectory();
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("not rotated", "no directory");
  }

  @Test
  void what_is_no_command_is_said_and_the_servers_options_are_left_to_it() {
    assertThat(run("rotate-log-key")).isEqualTo(2);
    assertThat(run("rotate-everything", "a", "b")).isEqualTo(2);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("Usage: java -jar");
    assertThat(run()).isNull();
    assertThat(run("--server.port=0")).isNull();
  }

  private @Nullable Integer run(String... words) {
    PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8);
    return new OperatorCommand(Clock.systemUTC(), to, to).run(words);
  }
}
