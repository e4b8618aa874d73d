package dk.sentinel.api.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table in {@code infra/deploy/permissions.md}: operation, visitor, expected answer. */
record PermissionMatrix(List<String> visitors, Map<String, Map<String, String>> rows) {
  static PermissionMatrix read() {
    try {
      List<List<String>> table =
          Files.readAllLines(file()).stream()
              .filter(line -> line.startsWith("|") && !line.startsWith("|---"))
              .map(PermissionMatrix::cells)
              .toList();
      List<String> visitors = table.getFirst().subList(1, table.getFirst().size());
      Map<String, Map<String, String>> rows = new LinkedHashMap<>();
      for (List<String> line : table.subList(1, table.size())) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int at = 0; at < visitors.size(); at++) {
          row.put(visitors.get(at), line.get(at + 1));
        }
        rows.put(line.getFirst().replace("`", ""), row);
      }
      return new PermissionMatrix(visitors, rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
        .map(String::strip)
        .toList();
  }

  private static Path file() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve("infra/deploy/permissions.md");
      if (Files.exists(file)) {
        return file;
      }
    }
    throw new IllegalStateException("run tests from inside the checkout: infra/deploy not found");
  }
}
