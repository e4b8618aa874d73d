package dk.sentinel.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestTotalTest {
  @Test
  void counts_the_reports_of_this_run_in_all_modules(@TempDir Path root) throws IOException {
    report(root, "api/target/surefire-reports/TEST-A.xml", 5, 1, 0, 1);
    report(root, "infra/e2e/target/failsafe-reports/TEST-B.xml", 3, 0, 1, 0);
    report(root, "api/src/surefire-reports/TEST-C.xml", 9, 9, 9, 9);
    Path old = report(root, "reports/target/surefire-reports/TEST-D.xml", 7, 7, 0, 0);
    Files.setLastModifiedTime(old, FileTime.fromMillis(1));

    TestTotal total = TestTotal.of(root, 1000);

    assertThat(total).isEqualTo(new TestTotal(8, 1, 1, 1));
    assertThat(total.summary().lines())
        .containsExactly("5 passed, 2 failed", "Tests run: 8, Failures: 1, Errors: 1, Skipped: 1");
  }

  private static Path report(
      Path root, String name, int tests, int failures, int errors, int skipped) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    return Files.writeString(
        file,
        "<?xml version=\"1.0\"?><testsuite name=\"x\" time=\"1\" tests=\"%d\" errors=\"%d\" skipped=\"%d\" failures=\"%d\"><testcase/></testsuite>"
            .formatted(tests, errors, skipped, failures));
  }
}
