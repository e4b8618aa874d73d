package dk.sentinel.infra.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class ModuleMapTest {
  private static final List<String> ROOMS =
      List.of(
          "compliance",
          "reports",
          "api",
          "tenant-portal",
          "infra/demo",
          "infra/stack",
          "infra/testing",
          "infra/opensearch",
          "infra/bench");

  private final JavaClasses product =
      new ClassFileImporter()
          .importPaths(
              ROOMS.stream()
                  .map(room -> Checkout.ROOT.resolve(room).resolve("target/classes"))
                  .toList());
  private final JavaClasses planted =
      new ClassFileImporter()
          .importPaths(
              Checkout.ROOT.resolve("infra/rules/target/test-classes/dk/sentinel/planted"));

  @TestFactory
  Stream<DynamicTest> the_product_follows_the_map() {
    return ModuleMap.rules().entrySet().stream()
        .map(rule ->
            DynamicTest.dynamicTest(
                rule.getKey(), () -> rule.getValue().allowEmptyShould(false).check(product)));
  }

  @TestFactory
  Stream<DynamicTest> each_rule_notices_its_planted_violation() {
    return ModuleMap.rules().entrySet().stream()
        .map(rule ->
            DynamicTest.dynamicTest(
                rule.getKey(), () -> noticesViolation(rule.getKey(), rule.getValue())));
  }

  private void noticesViolation(String name, ArchRule rule) {
    JavaClasses violation =
        planted.that(
            com.tngtech.archunit.base.DescribedPredicate.describe(
                "planted for " + name, type -> name.equals(ModuleMap.plantedFor(type))));
    assertThat(violation).as("a class planted to break " + name).isNotEmpty();
    assertThatThrownBy(() -> rule.check(violation)).isInstanceOf(AssertionError.class);
  }

  @Test
  void every_package_introduces_itself_and_is_null_marked() throws Exception {
    for (Path file : Checkout.filesEndingIn(".java")) {
      Path introduction = file.resolveSibling("package-info.java");
      if (Checkout.relative(file).startsWith("infra/rules/src/test/java/dk/sentinel/planted")) {
        continue;
      }
      if (Checkout.relative(file).toString().contains("src/test/java")) {
        Path main = Path.of(introduction.toString().replace("src/test/java", "src/main/java"));
        assertThat(Files.exists(introduction) || Files.exists(main))
            .as("package-info.java beside " + Checkout.relative(file))
            .isTrue();
        continue;
      }
      assertThat(introduction).exists();
      assertThat(Files.readString(introduction)).contains("/**").contains("@NullMarked");
    }
  }
}
