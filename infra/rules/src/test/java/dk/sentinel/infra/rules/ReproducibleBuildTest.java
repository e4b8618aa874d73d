package dk.sentinel.infra.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same sources give the same bytes, whoever builds them and wherever. */
final class ReproducibleBuildTest {
  private static final String[] ROOMS = {"compliance", "reports", "api", "tenant-portal"};

  @Test
  void a_second_build_elsewhere_gives_the_same_bytes(@TempDir Path elsewhere) throws Exception {
    for (Path file : Checkout.files()) {
      Path copy = elsewhere.resolve(Checkout.relative(file));
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
    Maven.run(
        elsewhere,
        "-q",
        "package",
        "-Dmaven.test.skip=true",
        "-am",
        "-pl",
        String.join(",", ROOMS));

    Map<String, String> here = archives(Checkout.ROOT);
    assertThat(here).as("archives of this build").hasSizeGreaterThanOrEqualTo(ROOMS.length + 2);
    assertThat(archives(elsewhere)).isEqualTo(here);
  }

  private static Map<String, String> archives(Path root) throws Exception {
    Map<String, String> hashes = new TreeMap<>();
    for (String room : ROOMS) {
      try (Stream<Path> files = Files.list(root.resolve(room).resolve("target"))) {
        for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
          hashes.put(root.relativize(jar).toString(), sha256(jar));
        }
      }
    }
    return hashes;
  }

  private static String sha256(Path file) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (InputStream in = Files.newInputStream(file)) {
      update(digest, in);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      digest.update(buffer, 0, read);
    }
  }
}
