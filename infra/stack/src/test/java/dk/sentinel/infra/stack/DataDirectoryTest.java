package dk.sentinel.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {
  /** It may be half an upload: nobody else reads it, and it does not outlive the next start. */
  @Test
  void what_a_killed_service_left_is_gone_when_it_starts_again(@TempDir Path root)
      throws Exception {
    DataDirectory data = new DataDirectory(root.resolve("data"));
    Path left = Files.writeString(data.scratch("api").resolve("upload.tmp"), "half");
    Path others = Files.writeString(data.scratch("portal").resolve("page.tmp"), "whole");

    Path again = data.scratch("api");

    assertThat(again).isEqualTo(left.getParent()).isEmptyDirectory();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(again)))
        .isEqualTo("rwx------");
    assertThat(others).hasContent("whole");
  }
}
