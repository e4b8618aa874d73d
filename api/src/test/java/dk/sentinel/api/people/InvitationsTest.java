package dk.sentinel.api.people;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.api.ScriptedIssuer;
import dk.sentinel.compliance.tenancy.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * An invitation is worth one role for one person, and its secret and address stay where they are.
 */
final class InvitationsTest extends ApiTest {
  private static final String ADDRESS = "kaj.kollega@klinik.example";

  private TestClinic clinic;
  private TestClinic other;

  @BeforeAll
  void twoClinics() {
    clinic = newClinic("99000007", "061010");
    other = newClinic("99000015", "061020");
  }

  private Map<?, ?> invite(String role) {
    return post(
        clinic.owner(), clinic.path("/invitations"), Map.of("email", ADDRESS, "role", role));
  }

  private static ScriptedIssuer.Person somebody() {
    return ScriptedIssuer.Person.of("Kaj Kollega", "99000023", false);
  }

  private int accept(ScriptedIssuer.Person person, Object code) {
    return bring(person, "acceptance", code).getStatus().value();
  }

  private EntityExchangeResult<String> bring(ScriptedIssuer.Person person, String to, Object code) {
    return as(person)
        .post()
        .uri("/invitations/" + to)
        .bodyValue(Map.of("code", code))
        .exchange()
        .expectBody(String.class)
        .returnResult();
  }

  private Object code(Map<?, ?> sent) {
    return Objects.requireNonNull(sent.get("code"));
  }

  private Map<?, ?> listed(Map<?, ?> sent) {
    for (Object each :
        Objects.requireNonNull(
            as(clinic.owner())
                .get()
                .uri(clinic.path("/invitations"))
                .exchange()
                .expectBody(List.class)
                .returnResult()
                .getResponseBody())) {
      if (Objects.equals(((Map<?, ?>) each).get("invitationId"), sent.get("invitationId"))) {
        return (Map<?, ?>) each;
      }
    }
    throw new AssertionError("not listed");
  }

  @Test
  void whoever_brings_the_code_gets_the_role_and_the_owner_sees_who_came() {
    Map<?, ?> sent = invite("physiotherapist");
    ScriptedIssuer.Person person = somebody();
    assertThat(listed(sent).get("state")).isEqualTo("open");
    assertThat(listed(sent).get("email")).isEqualTo(ADDRESS);
    assertThat(bring(person, "offer", code(sent)).getResponseBody())
        .contains("\"role\":\"physiotherapist\"", "\"clinicName\":\"Ærø");
    as(person).get().uri(clinic.path("")).exchange().expectStatus().isNotFound();

    assertThat(accept(person, code(sent))).isEqualTo(200);
    as(person).get().uri(clinic.path("")).exchange().expectStatus().isOk();
    Map<?, ?> accepted = listed(sent);
    assertThat(accepted.get("state")).isEqualTo("used");
    assertThat(accepted.get("email")).isNull();
    assertThat(String.valueOf(accepted.get("accepted"))).contains("Kaj Kollega", person.id());
    assertThat(recorded(clinic.id()))
        .contains("invitation.create success", "invitation.accept success", "member.add success");
  }

  @Test
  void a_used_one_is_used_also_for_the_same_person() {
    Map<?, ?> sent = invite("secretary");
    ScriptedIssuer.Person first = somebody();
    assertThat(accept(first, code(sent))).isEqualTo(200);
    ScriptedIssuer.Person second = somebody();
    assertThat(bring(second, "acceptance", code(sent)).getResponseBody())
        .contains("problems/invitation-used\"");
    assertThat(accept(first, code(sent))).isEqualTo(410);
    as(second).get().uri(clinic.path("")).exchange().expectStatus().isNotFound();
    assertThat(recorded(clinic.id())).contains("invitation.accept refused");
  }

  @Test
  void two_people_at_once_do_not_both_get_in() {
    Map<?, ?> sent = invite("physiotherapist");
    List<ScriptedIssuer.Person> people = List.of(somebody(), somebody(), somebody(), somebody());
    List<Integer> answers =
        Flux.fromIterable(people)
            .flatMap(person ->
                Mono.fromCallable(() -> accept(person, code(sent)))
                    .subscribeOn(Schedulers.boundedElastic()))
            .collectList()
            .block(Duration.ofSeconds(30));
    assertThat(answers).containsOnlyOnce(200).hasSize(4);
  }

  @Test
  void after_fourteen_days_it_is_over_until_it_is_sent_again() {
    Map<?, ?> sent = invite("physiotherapist");
    clock.set(Duration.ofDays(14));
    ScriptedIssuer.Person person = somebody();
    assertThat(bring(person, "acceptance", code(sent)).getResponseBody())
        .contains("problems/invitation-expired\"");
    Map<?, ?> again =
        post(
            clinic.owner(),
            clinic.path("/invitations/" + sent.get("invitationId") + "/resend"),
            Map.of());
    assertThat(accept(person, code(sent))).as("the code before").isEqualTo(404);
    assertThat(accept(person, code(again))).isEqualTo(200);
    assertThat(recorded(clinic.id())).contains("invitation.resend success");
  }

  @Test
  void what_was_taken_back_leads_nowhere() {
    Map<?, ?> sent = invite("physiotherapist");
    assertThat(revoke(clinic, sent)).isEqualTo(204);
    assertThat(revoke(clinic, sent)).isEqualTo(404);
    assertThat(bring(somebody(), "offer", code(sent)).getResponseBody())
        .contains("problems/invitation-revoked\"");
    assertThat(listed(sent).get("email")).isNull();
  }

  private int revoke(TestClinic at, Map<?, ?> sent) {
    return as(at.owner())
        .delete()
        .uri(at.path("/invitations/" + sent.get("invitationId")))
        .exchange()
        .expectBody()
        .returnResult()
        .getStatus()
        .value();
  }

  @Test
  void another_clinics_owner_neither_sees_nor_takes_it_back() {
    Map<?, ?> sent = invite("physiotherapist");
    assertThat(revoke(other, sent)).isEqualTo(404);
    as(other.owner())
        .get()
        .uri(other.path("/invitations"))
        .exchange()
        .expectBody(List.class)
        .isEqualTo(List.of());
  }

  @Test
  void a_code_that_nobody_made_is_recorded_and_not_found() {
    for (String code : List.of("x", "A".repeat(43), "")) {
      assertThat(accept(somebody(), code)).isEqualTo(404);
    }
    assertThat(recorded(TenantId.PLATFORM.value())).contains("invitation.accept refused");
  }

  @Test
  void neither_secret_nor_address_is_kept_where_it_does_not_belong() throws SQLException {
    Map<?, ?> sent = invite("physiotherapist");
    assertThat(accept(somebody(), code(sent))).isEqualTo(200);
    assertThat(String.join("\n", entries(clinic.id()))).doesNotContain(ADDRESS, "@klinik");
    try (Connection connection = database().connectAsSuperuser();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select i::text from tenancy.invitation i where invitation_id = '"
                    + sent.get("invitationId")
                    + "'")) {
      List<String> kept = new ArrayList<>();
      while (rows.next()) {
        kept.add(rows.getString(1));
      }
      assertThat(kept).hasSize(1);
      assertThat(kept.getFirst()).doesNotContain(String.valueOf(code(sent)), ADDRESS);
    }
  }

  @Test
  void a_private_person_cannot_accept() {
    Map<?, ?> sent = invite("physiotherapist");
    String token =
        issuer.access(
            somebody(),
            claims ->
                claims
                    .claim("nemlogin.persistent_professional_id", null)
                    .claim("nemlogin.cvr", null));
    as(token)
        .post()
        .uri("/invitations/acceptance")
        .bodyValue(Map.of("code", code(sent)))
        .exchange()
        .expectStatus()
        .isForbidden();
    assertThat(listed(sent).get("state")).isEqualTo("open");
  }

  @ParameterizedTest
  @CsvSource({
    "nonsense, physiotherapist, email",
    "a b@c.dk, physiotherapist, email",
    "a@b.dk, king, role",
    "a@b.dk, auditor, until"
  })
  void what_cannot_be_is_refused_at_its_field(String email, String role, String field) {
    as(clinic.owner())
        .post()
        .uri(clinic.path("/invitations"))
        .bodyValue(Map.of("email", email, "role", role))
        .exchange()
        .expectStatus()
        .isBadRequest()
        .expectBody()
        .jsonPath("$.errors[0].field")
        .isEqualTo(field);
  }
}
