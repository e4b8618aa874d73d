package dk.sentinel.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PasswordsTest {
  @Test
  void are_drawn_once_and_kept_where_only_their_user_can_read(@TempDir Path directory)
      throws Exception {
    Path file = directory.resolve("passwords.properties");

    String owner = new Passwords(file).get("owner");
    Passwords later = new Passwords(file);

    assertThat(owner).hasSizeGreaterThanOrEqualTo(32);
    assertThat(later.get("owner")).isEqualTo(owner);
    assertThat(later.get("app")).isNotEqualTo(owner);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
