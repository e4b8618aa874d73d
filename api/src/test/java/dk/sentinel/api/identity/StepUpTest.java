package dk.sentinel.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dk.sentinel.api.ApiTest;
import dk.sentinel.api.ScriptedIssuer;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * One sign-in is good for reading all day; what leaves Sentinel needs a fresh one (RFC 9470), and
 * no session profits from what another of the same person proved.
 */
final class StepUpTest extends ApiTest {
  private static final List<String> FORMATS = List.of("ndjson", "csv", "fhir", "pdf", "package");

  private TestClinic clinic;

  @BeforeAll
  void aClinic() {
    clinic = newClinic("99000155", "061991");
  }

  @Test
  void an_export_needs_a_sign_in_of_the_last_ten_minutes_and_reading_does_not() {
    UnaryOperator<JWTClaimsSet.Builder> session = session("morning");
    String morning =
        issuer.access(
            clinic.owner(),
            claims -> signedIn(Duration.ofMinutes(11)).apply(session.apply(claims)));
    for (String format : FORMATS) {
      export(morning, format)
          .expectStatus()
          .isUnauthorized()
          .expectHeader()
          .valueEquals(
              "WWW-Authenticate",
              "Bearer error=\"insufficient_user_authentication\","
                  + " error_description=\"A more recent sign-in is required\", max_age=\"600\"")
          .expectBody()
          .jsonPath("$.type")
          .isEqualTo("https://sentinel.dk/problems/fresh-sign-in-required");
    }
    for (String path : List.of("", "/audit/entries", "/log/checkpoint", "/gates", "/agreement")) {
      int status =
          as(morning).get().uri(clinic.path(path)).exchange().returnResult().getStatus().value();
      assertThat(status).as(path).isNotEqualTo(401);
    }
    assertThat(entries(clinic.id()))
        .filteredOn(entry -> entry.contains("morning-session"))
        .filteredOn(entry -> entry.contains("fresh-sign-in-required"))
        .hasSize(FORMATS.size())
        .allMatch(entry -> entry.contains("\"outcome\":\"refused\""));

    String now = issuer.access(clinic.owner(), signedIn(Duration.ofMinutes(9)));
    export(now, "csv").expectStatus().isOk();
  }

  @Test
  void the_age_of_a_sign_in_is_told_by_the_machines_clock_and_not_by_the_business_clock() {
    clock.set(Duration.ofDays(-400));
    export(issuer.access(clinic.owner(), signedIn(Duration.ofMinutes(11))), "csv")
        .expectStatus()
        .isUnauthorized();
    export(issuer.access(clinic.owner()), "csv").expectStatus().isOk();
  }

  @Test
  void a_renewed_token_is_as_old_as_its_sign_in() {
    Instant hourAgo = Instant.now().minus(Duration.ofHours(1));
    String renewed =
        issuer.access(
            clinic.owner(),
            claims ->
                claims
                    .issueTime(Date.from(Instant.now()))
                    .claim("auth_time", hourAgo.getEpochSecond()));
    export(renewed, "csv").expectStatus().isUnauthorized();
    String silent = issuer.access(clinic.owner(), claims -> claims.claim("auth_time", null));
    as(silent).get().uri("/me").exchange().expectStatus().isUnauthorized();
  }

  @Test
  void who_has_no_role_is_not_told_that_a_sign_in_would_help() {
    ScriptedIssuer.Person stranger = ScriptedIssuer.Person.of("Frede Fremmed", "99000163", true);
    export(issuer.access(stranger, signedIn(Duration.ofHours(2))), "csv")
        .expectStatus()
        .isNotFound();
  }

  @Test
  void two_sessions_of_one_person_never_borrow_each_others_level_or_age() {
    String strong = issuer.access(clinic.owner(), session("strong"));
    String weak =
        issuer.access(
            clinic.owner(),
            claims -> session("weak").apply(claims).claim("acr", ScriptedIssuer.LOW));
    String old =
        issuer.access(
            clinic.owner(),
            claims -> signedIn(Duration.ofHours(3)).apply(session("old").apply(claims)));
    for (int i = 0; i < 20; i++) {
      as(strong).get().uri(clinic.path("")).exchange().expectStatus().isOk();
      as(weak).get().uri(clinic.path("")).exchange().expectStatus().isUnauthorized();
      export(strong, "csv").expectStatus().isOk();
      export(old, "csv").expectStatus().isUnauthorized();
    }
    assertThat(entries(clinic.id()))
        .noneMatch(entry -> entry.contains("weak-session"))
        .filteredOn(entry -> entry.contains("old-session"))
        .hasSize(20)
        .allMatch(entry -> entry.contains("fresh-sign-in-required"));
  }

  private WebTestClient.ResponseSpec export(String token, String format) {
    return as(token).get().uri(clinic.path("/audit/export?format=" + format)).exchange();
  }

  private static UnaryOperator<JWTClaimsSet.Builder> signedIn(Duration ago) {
    return claims -> claims.claim("auth_time", Instant.now().minus(ago).getEpochSecond());
  }

  private static UnaryOperator<JWTClaimsSet.Builder> session(String name) {
    String id = name + "-session-" + UUID.randomUUID();
    return claims -> claims.claim("sid", id);
  }
}
