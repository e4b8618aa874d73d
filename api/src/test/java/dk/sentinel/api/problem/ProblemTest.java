package dk.sentinel.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

final class ProblemTest extends ApiTest {

  @Test
  void who_sends_no_token_is_told_to_sign_in() {
    anonymous()
        .get()
        .uri("/me")
        .exchange()
        .expectStatus()
        .isUnauthorized()
        .expectHeader()
        .valueEquals("WWW-Authenticate", "Bearer")
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("https://sentinel.dk/problems/not-signed-in")
        .jsonPath("$.status")
        .isEqualTo(401)
        .jsonPath("$.detail")
        .isNotEmpty()
        .jsonPath("$.correlationId")
        .isNotEmpty();
  }

  @Test
  void the_callers_correlation_id_comes_back_when_it_is_one() {
    String id = UUID.randomUUID().toString();
    anonymous()
        .get()
        .uri("/me")
        .header("X-Correlation-Id", id)
        .exchange()
        .expectHeader()
        .valueEquals("X-Correlation-Id", id);
    anonymous()
        .get()
        .uri("/me")
        .header("X-Correlation-Id", "<script>")
        .exchange()
        .expectHeader()
        .value("X-Correlation-Id", other -> assertThat(UUID.fromString(other)).isNotNull());
  }

  @Test
  void the_server_says_when_it_is_ready_and_nothing_else() {
    anonymous().get().uri("/readyz").exchange().expectStatus().isOk();
    anonymous().get().uri("/livez").exchange().expectStatus().isOk();
    for (String inside : List.of("env", "prometheus", "health", "heapdump")) {
      anonymous().get().uri("/actuator/" + inside).exchange().expectStatus().isNotFound();
    }
  }

  @Test
  void every_misuse_of_http_has_its_problem() {
    assertProblem(as(operator).delete().uri("/clinics").exchange(), 405, "method-not-allowed");
    assertProblem(
        as(operator).get().uri("/clinics").accept(MediaType.IMAGE_PNG).exchange(),
        406,
        "not-acceptable");
    assertProblem(
        as(operator)
            .post()
            .uri("/clinics")
            .contentType(MediaType.TEXT_PLAIN)
            .bodyValue("x")
            .exchange(),
        415,
        "unsupported-media-type");
    assertProblem(as(operator).get().uri("/nothing-here").exchange(), 404, "not-found");
    assertProblem(as(operator).get().uri("/projects?lang=fr").exchange(), 400, "invalid-request");
  }

  @Test
  void a_body_that_is_broken_or_too_large_is_refused_without_repeating_it() {
    for (String broken :
        List.of("{\"cvr\": \"Zaphod", "[]", "{\"cvr\": {\"Zaphod\": 1}}", "{\"Zaphod\": 1}", "")) {
      assertProblem(post(broken), 400, "invalid-request");
    }
    String tooLarge = "{\"cvr\": \"" + "Zaphod".repeat(300_000) + "\"}";
    assertProblem(post(tooLarge), 413, "content-too-large");
  }

  private WebTestClient.ResponseSpec post(String body) {
    return as(operator)
        .post()
        .uri("/clinics")
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(body)
        .exchange();
  }

  private static void assertProblem(WebTestClient.ResponseSpec answer, int status, String slug) {
    answer
        .expectStatus()
        .isEqualTo(status)
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody(String.class)
        .value(body ->
            assertThat(body)
                .contains("https://sentinel.dk/problems/" + slug, "correlationId", "detail")
                .doesNotContain("Zaphod"));
  }
}
