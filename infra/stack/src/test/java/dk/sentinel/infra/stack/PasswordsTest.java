package dk.sentinel.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PasswordsTest {
  @Test
  void a_password_is_the_same_in_every_run(@TempDir Path data) throws Exception {
    Path file = data.resolve("passwords.properties");
    String first = new Passwords(file).get("one");

    assertThat(first).hasSizeGreaterThan(30);
    assertThat(new Passwords(file).get("one")).isEqualTo(first);
    assertThat(new Passwords(file).get("other")).isNotEqualTo(first);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  /** Otherwise a server keeps a password that nobody knows at the next start. */
  @Test
  void what_one_drew_is_not_lost_when_another_draws(@TempDir Path data) {
    Path file = data.resolve("passwords.properties");
    Passwords early = new Passwords(file);
    String drawn = new Passwords(file).get("portal.client");
    String later = early.get("postgres.superuser");

    assertThat(new Passwords(file).get("portal.client")).isEqualTo(drawn);
    assertThat(early.get("portal.client")).isEqualTo(drawn);
    assertThat(new Passwords(file).get("postgres.superuser")).isEqualTo(later);
  }
}
