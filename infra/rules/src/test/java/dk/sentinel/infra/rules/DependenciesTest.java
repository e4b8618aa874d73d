package dk.sentinel.infra.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What ships with Sentinel: where it came from and under which licence. */
final class DependenciesTest {
  private static final Path LICENCES = Checkout.ROOT.resolve("infra/deploy/licences.txt");
  private static final List<String> SHIPPED = List.of("api", "tenant-portal");

  @Test
  void every_artifact_of_the_build_came_from_maven_central() throws Exception {
    Path repository = Path.of(System.getProperty("sentinel.repository"));
    Set<String> jars = jars();
    List<String> strangers = new ArrayList<>();
    int known = 0;
    try (Stream<Path> files = Files.walk(repository)) {
      for (Path origin : files.filter(file -> file.endsWith("_remote.repositories")).toList()) {
        if (!holdsOneOf(jars, origin)) {
          continue;
        }
        for (String line : Files.readAllLines(origin)) {
          if (line.contains(">") && line.contains(".jar")) {
            known++;
            if (!Pattern.matches(".*>(central)?=", line)) {
              strangers.add(repository.relativize(origin.getParent()) + ": " + line);
            }
          }
        }
      }
    }
    assertThat(known).isPositive();
    assertThat(strangers).isEmpty();
  }

  private static boolean holdsOneOf(Set<String> jars, Path origin) {
    int names = origin.getNameCount();
    return jars.contains(origin.getName(names - 3) + "-" + origin.getName(names - 2) + ".jar");
  }

  @Test
  void the_licence_list_names_everything_that_ships() throws Exception {
    Set<String> listed = new TreeSet<>();
    for (String line : Files.readAllLines(LICENCES)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] columns = line.split("\t");
        assertThat(columns).as("artifact, tab, licence: " + line).hasSize(2);
        assertThat(columns[1]).as("licence of " + columns[0]).isNotBlank();
        listed.add(columns[0]);
      }
    }
    assertThat(listed)
        .as("infra/deploy/licences.txt; infra/licences writes it anew")
        .isEqualTo(shipped());
  }

  private static Set<String> shipped() throws IOException {
    Set<String> names = new TreeSet<>(jars());
    Matcher packages =
        Pattern.compile("\"node_modules/([^\"]+)\": \\{\\s*\"version\": \"([^\"]+)\"")
            .matcher(Files.readString(Checkout.ROOT.resolve("tenant-portal/package-lock.json")));
    while (packages.find()) {
      names.add("npm:" + packages.group(1) + "@" + packages.group(2));
    }
    return names;
  }

  private static Set<String> jars() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String room : SHIPPED) {
      try (Stream<Path> files = Files.list(Checkout.ROOT.resolve(room).resolve("target"))) {
        for (Path app : files.filter(file -> file.toString().endsWith("-app.jar")).toList()) {
          try (JarFile jar = new JarFile(app.toFile())) {
            jar.stream()
                .map(entry -> entry.getName())
                .filter(name -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar"))
                .map(name -> name.substring("BOOT-INF/lib/".length()))
                .filter(name -> !name.startsWith("sentinel-"))
                .forEach(names::add);
          }
        }
      }
    }
    return names;
  }
}
