package dk.sentinel.infra.stack;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tests of all modules of one run, counted from Surefire's reports.
 *
 * @param tests all that were run or skipped
 */
record TestTotal(int tests, int failures, int errors, int skipped) {
  private static final Pattern SUITE = Pattern.compile("<testsuite\\b[^>]*>");

  /** Counts the reports that were written since a time in milliseconds. */
  static TestTotal of(Path root, long since) throws IOException {
    List<Path> reports = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            String name = directory.getFileName() == null ? "" : directory.getFileName().toString();
            return name.equals("node_modules") || name.equals(".git") || name.equals("src")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isReport(file) && attributes.lastModifiedTime().toMillis() >= since) {
              reports.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    TestTotal total = new TestTotal(0, 0, 0, 0);
    for (Path report : reports) {
      total = total.plus(read(report));
    }
    return total;
  }

  private static boolean isReport(Path file) {
    String path = file.toString();
    String name = file.getFileName().toString();
    return (path.contains("/surefire-reports/") || path.contains("/failsafe-reports/"))
        && name.startsWith("TEST-")
        && name.endsWith(".xml");
  }

  private static TestTotal read(Path report) throws IOException {
    Matcher suite = SUITE.matcher(Files.readString(report));
    if (!suite.find()) {
      return new TestTotal(0, 0, 0, 0);
    }
    String head = suite.group();
    return new TestTotal(
        number(head, "tests"),
        number(head, "failures"),
        number(head, "errors"),
        number(head, "skipped"));
  }

  private static int number(String head, String attribute) {
    Matcher matcher = Pattern.compile("\\s" + attribute + "=\"(\\d+)\"").matcher(head);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  private TestTotal plus(TestTotal other) {
    return new TestTotal(
        tests + other.tests,
        failures + other.failures,
        errors + other.errors,
        skipped + other.skipped);
  }

  /** Two lines: the words of Maven's own summary, and passed and failed in short. */
  String summary() {
    int failed = failures + errors;
    return "%d passed, %d failed%nTests run: %d, Failures: %d, Errors: %d, Skipped: %d"
        .formatted(tests - failed - skipped, failed, tests, failures, errors, skipped);
  }
}
