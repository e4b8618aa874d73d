package dk.sentinel.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.api.identity.ForClinic;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.yaml.snakeyaml.Yaml;

final class OpenApiTest extends ApiTest {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  @Test
  void every_route_is_described_and_every_description_has_a_route() {
    assertThat(described()).isEqualTo(mapped()).hasSizeGreaterThan(20);
  }

  @Test
  void every_route_of_a_clinic_says_for_which_roles_it_is() {
    routes()
        .forEach((route, handler) -> {
          if (path(route).startsWith("/clinics/{")) {
            assertThat(handler.getMethodAnnotation(ForClinic.class)).as(path(route)).isNotNull();
          }
        });
  }

  @Test
  void every_reference_in_the_description_resolves() {
    Map<?, ?> description = description();
    references(description)
        .forEach(reference -> {
          Object at = description;
          for (String step : reference.substring(2).split("/", -1)) {
            at = Objects.requireNonNull(((Map<?, ?>) at).get(step), reference);
          }
        });
  }

  private static Set<String> references(Object node) {
    Set<String> found = new TreeSet<>();
    if (node instanceof Map<?, ?> map) {
      if (map.get("$ref") instanceof String reference) {
        found.add(reference);
      }
      map.values().forEach(child -> found.addAll(references(Objects.requireNonNull(child))));
    } else if (node instanceof Iterable<?> list) {
      list.forEach(child -> found.addAll(references(Objects.requireNonNull(child))));
    }
    return found;
  }

  private Map<?, ?> description() {
    String yaml =
        Objects.requireNonNull(
            anonymous()
                .get()
                .uri("/openapi.yaml")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType("application/yaml")
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    return new Yaml().load(yaml);
  }

  private Set<String> described() {
    Set<String> routes = new TreeSet<>();
    Map<?, ?> paths = (Map<?, ?>) Objects.requireNonNull(description().get("paths"));
    paths.forEach((path, operations) ->
        ((Map<?, ?>) operations)
            .keySet().stream()
                .map(String::valueOf)
                .filter(METHODS::contains)
                .forEach(method -> routes.add(method + " " + path)));
    return routes;
  }

  private Set<String> mapped() {
    Set<String> routes = new TreeSet<>();
    routes()
        .keySet()
        .forEach(route ->
            route
                .getMethodsCondition()
                .getMethods()
                .forEach(method ->
                    routes.add(
                        method.name().toLowerCase(java.util.Locale.ROOT) + " " + path(route))));
    return routes;
  }

  private static String path(RequestMappingInfo route) {
    String pattern =
        route.getPatternsCondition().getPatterns().iterator().next().getPatternString();
    // A parameter of several path elements, which OpenAPI has no way to write.
    return pattern.replace("{*", "{");
  }
}
