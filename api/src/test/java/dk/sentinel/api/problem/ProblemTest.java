package dk.sentinel.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;

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
    anonymous().get().uri("/actuator/health/readiness").exchange().expectStatus().isOk();
    anonymous().get().uri("/actuator/env").exchange().expectStatus().isUnauthorized();
  }
}
