package dk.sentinel.infra.stack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The checkout that the launcher was started from, and what the build left in it.
 *
 * @param root the directory of the reactor's pom
 */
record Project(Path root) {

  /** The file of ports: {@code $SENTINEL_PORTS}, for a second stack beside the usual one. */
  Path portsFile() {
    String other = System.getenv("SENTINEL_PORTS");
    return other == null || other.isBlank()
        ? root.resolve("infra/ports.properties")
        : Path.of(other).toAbsolutePath();
  }

  Path deploy() {
    return root.resolve("infra/deploy");
  }

  Path apiJar() {
    return root.resolve("api/target/sentinel-api-0.1.0-SNAPSHOT-app.jar");
  }

  Path portalJar() {
    return root.resolve("tenant-portal/target/sentinel-portal-0.1.0-SNAPSHOT-app.jar");
  }

  Path openSearchJar() {
    return root.resolve("infra/opensearch/target/sentinel-opensearch-0.1.0-SNAPSHOT.jar");
  }

  /** The libraries of the OpenSearch node, without the node's own jar. */
  String openSearchClassPath() {
    return text("infra/opensearch/target/classpath.txt");
  }

  /** The archive of a server that Maven brought, by the beginning of its file name. */
  Path archive(String prefix) {
    return Arrays.stream(text("infra/stack/target/servers.txt").split(File.pathSeparator))
        .map(Path::of)
        .filter(path -> path.getFileName().toString().startsWith(prefix))
        .findFirst()
        .orElseThrow(
            () -> new CannotGoOn("The build brought no " + prefix + "; run infra/up again."));
  }

  private String text(String file) {
    try {
      return Files.readString(root.resolve(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the realms are. */
  List<Path> realms() {
    return list(deploy().resolve("keycloak"), "-realm.json");
  }

  /** The modules' sources and poms, whose change makes a build necessary. */
  List<Path> sources() {
    return List.of(
        root.resolve("pom.xml"),
        root.resolve("compliance"),
        root.resolve("reports"),
        root.resolve("api"),
        root.resolve("tenant-portal"),
        root.resolve("infra/opensearch"),
        root.resolve("infra/demo"),
        root.resolve("infra/stack"));
  }

  private static List<Path> list(Path directory, String ending) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .sorted()
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
