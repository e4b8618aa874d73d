package dk.sentinel.infra.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

final class MavenGraphTest {

  @Test
  void the_rooms_depend_on_each_other_as_drawn() throws Exception {
    assertThat(mainDependencies("compliance")).isEmpty();
    assertThat(mainDependencies("reports")).containsExactly("sentinel-compliance");
    assertThat(mainDependencies("api")).containsExactly("sentinel-compliance", "sentinel-reports");
    assertThat(mainDependencies("tenant-portal")).isEmpty();
  }

  @Test
  void a_test_dependency_is_told_from_a_main_one() throws Exception {
    assertThat(dependencies("api", true)).contains("sentinel-testing");
    assertThat(dependencies("api", false)).doesNotContain("sentinel-testing");
  }

  @Test
  void the_top_level_holds_the_agreed_rooms_and_nothing_else() throws Exception {
    Set<String> names = new TreeSet<>();
    for (Path file : Checkout.files()) {
      String first = Checkout.relative(file).getName(0).toString();
      if (!first.startsWith(".")) {
        names.add(first);
      }
    }
    assertThat(names)
        .containsExactlyInAnyOrder(
            "pom.xml", "api", "tenant-portal", "compliance", "reports", "infra", "README.md");
  }

  @Test
  void no_file_names_a_package_registry_host() throws Exception {
    // put together here, so that this file does not name them either
    List<String> hosts =
        Stream.of("repo.maven.apache", "repo1.maven", "registry.npmjs", "deb.debian")
            .map(host -> host + ".org")
            .toList();
    List<Path> guilty = new ArrayList<>();
    for (Path file : Checkout.files()) {
      String text =
          new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
      if (hosts.stream().anyMatch(text::contains)) {
        guilty.add(Checkout.relative(file));
      }
    }
    assertThat(guilty).isEmpty();
  }

  private static List<String> mainDependencies(String room) throws Exception {
    return dependencies(room, false);
  }

  private static List<String> dependencies(String room, boolean test) throws Exception {
    Element project =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Checkout.ROOT.resolve(room).resolve("pom.xml").toFile())
            .getDocumentElement();
    List<String> found = new ArrayList<>();
    NodeList all = project.getElementsByTagName("dependency");
    for (int i = 0; i < all.getLength(); i++) {
      Element dependency = (Element) all.item(i);
      boolean ours = "dk.sentinel".equals(text(dependency, "groupId"));
      if (ours && "test".equals(text(dependency, "scope")) == test) {
        found.add(text(dependency, "artifactId"));
      }
    }
    return found.stream().sorted().toList();
  }

  private static String text(Element element, String child) {
    NodeList found = element.getElementsByTagName(child);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().trim();
  }
}
