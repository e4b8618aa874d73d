package dk.sentinel.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.compliance.tenancy.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

/** Every route below a clinic, called by the owner of another clinic. */
final class NeighbourClinicTest extends ApiTest {
  private TestClinic own;
  private TestClinic foreign;

  @BeforeAll
  void twoClinics() {
    own = newClinic("99000007", "061010");
    foreign = newClinic("99000015", "061020");
  }

  private Map<String, HttpMethod> clinicRoutes() {
    Map<String, HttpMethod> routes = new TreeMap<>();
    routes()
        .keySet()
        .forEach(route ->
            route
                .getMethodsCondition()
                .getMethods()
                .forEach(method -> {
                  String path =
                      route
                          .getPatternsCondition()
                          .getPatterns()
                          .iterator()
                          .next()
                          .getPatternString();
                  if (path.startsWith("/clinics/{")) {
                    routes.put(method.name() + " " + path, HttpMethod.valueOf(method.name()));
                  }
                }));
    return routes;
  }

  @Test
  void a_foreign_clinic_is_indistinguishable_from_an_unknown_one_on_every_route() {
    Map<String, HttpMethod> routes = clinicRoutes();
    assertThat(routes).hasSizeGreaterThan(15);
    routes.forEach((name, method) -> {
      String path =
          name.substring(name.indexOf(' ') + 1)
              .replace("{*place}", "0/000.p/1")
              .replace("{place}", "0/000.p/1")
              .replaceAll("\\{(?!clinicId})[a-zA-Z]+}", "1");
      String ofForeign = body(method, path, foreign.id().toString());
      assertThat(ofForeign).as(name).contains("https://sentinel.dk/problems/clinic-not-found");
      for (String id : List.of(UUID.randomUUID().toString(), "1", new UUID(0, 0).toString())) {
        assertThat(body(method, path, id)).as(name).isEqualTo(ofForeign);
      }
    });
  }

  @Test
  void looking_for_a_foreign_clinic_is_recorded_in_the_platforms_log_and_nowhere_else() {
    int before = recorded(TenantId.PLATFORM.value()).size();
    List<String> ofForeign = recorded(foreign.id());
    body(HttpMethod.GET, "/clinics/{clinicId}/gates", foreign.id().toString());
    assertThat(recorded(TenantId.PLATFORM.value()))
        .hasSize(before + 1)
        .endsWith("access.refuse refused");
    assertThat(entries(TenantId.PLATFORM.value()))
        .anySatisfy(entry -> assertThat(entry).contains(foreign.id().toString(), own.owner().id()));
    assertThat(recorded(foreign.id())).isEqualTo(ofForeign);
  }

  @Test
  void nobody_has_a_role_in_the_platforms_own_log() {
    assertThat(body(HttpMethod.GET, "/clinics/{clinicId}", new UUID(0, 0).toString()))
        .contains("clinic-not-found");
  }

  private String body(HttpMethod method, String path, String clinic) {
    EntityExchangeResult<byte[]> answer =
        as(own.owner())
            .method(method)
            .uri(path.replace("{clinicId}", clinic))
            .contentType(MediaType.APPLICATION_JSON)
            .bodyValue("{}")
            .exchange()
            .expectStatus()
            .isNotFound()
            .expectBody()
            .returnResult();
    return new String(Objects.requireNonNull(answer.getResponseBody()), StandardCharsets.UTF_8)
        .replaceAll("\"correlationId\":\"[^\"]*\"", "");
  }
}
