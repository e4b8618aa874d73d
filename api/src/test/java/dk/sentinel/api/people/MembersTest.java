package dk.sentinel.api.people;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.api.ScriptedIssuer;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpStatusCode;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Promise 3, isolated, over time: access ends when the owner says so, whatever token is about. */
final class MembersTest extends ApiTest {
  private static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");

  private static final List<String> NUMBERS = companies(99_000_200, 99_000_600);

  private static int clinics;

  private TestClinic clinic;
  private ScriptedIssuer.Person colleague;

  @BeforeEach
  void aClinic() {
    clinics++;
    clinic = newClinic(NUMBERS.get(clinics), "07%04d".formatted(clinics));
    colleague = ScriptedIssuer.Person.of("Kaj Kollega", clinic.cvr(), false);
  }

  @Test
  void a_role_that_was_taken_is_gone_with_the_next_request_of_the_same_token() {
    add(colleague, "physiotherapist", null, 201);
    String token = issuer.access(colleague);
    as(token).get().uri(clinic.path("")).exchange().expectStatus().isOk();

    assertThat(remove(clinic.owner(), colleague, "physiotherapist").value()).isEqualTo(204);
    as(token).get().uri(clinic.path("")).exchange().expectStatus().isNotFound();
    assertThat(Objects.requireNonNull(get(colleague, "/me").get("clinics")).toString())
        .isEqualTo("[]");
    assertThat(names()).doesNotContain(colleague.name());
    assertThat(recorded(clinic.id())).contains("member.remove success");

    assertThat(remove(clinic.owner(), colleague, "physiotherapist").value()).isEqualTo(404);
    add(colleague, "physiotherapist", null, 201);
    as(token).get().uri(clinic.path("")).exchange().expectStatus().isOk();
  }

  @Test
  void of_several_roles_only_the_named_one_is_taken() {
    add(colleague, "physiotherapist", null, 201);
    add(colleague, "owner", null, 201);
    assertThat(remove(clinic.owner(), colleague, "owner").value()).isEqualTo(204);

    as(colleague).get().uri(clinic.path("")).exchange().expectStatus().isOk();
    assertThat(remove(colleague, clinic.owner(), "owner").value()).isEqualTo(403);
  }

  @Test
  void the_last_owner_stays() {
    assertThat(remove(clinic.owner(), clinic.owner(), "owner").value()).isEqualTo(409);
    assertThat(recorded(clinic.id())).endsWith("member.remove refused");

    add(colleague, "owner", null, 201);
    assertThat(remove(clinic.owner(), clinic.owner(), "owner").value()).isEqualTo(204);
    assertThat(remove(colleague, colleague, "owner").value()).isEqualTo(409);
    assertThat(remove(clinic.owner(), colleague, "owner").value()).isEqualTo(404);
  }

  /** Each is an owner when the request begins; one of the two must be left. */
  @Test
  void two_owners_who_remove_each_other_at_once_do_not_both_go() {
    add(colleague, "owner", null, 201);
    List<Integer> answers =
        Flux.just(
                new ScriptedIssuer.Person[] {clinic.owner(), colleague},
                new ScriptedIssuer.Person[] {colleague, clinic.owner()})
            .flatMap(pair ->
                Mono.fromCallable(() -> remove(pair[0], pair[1], "owner").value())
                    .subscribeOn(Schedulers.boundedElastic()))
            .collectList()
            .block(Duration.ofSeconds(30));

    assertThat(answers).containsOnlyOnce(204);
  }

  @Test
  void an_auditors_access_ends_with_its_last_day_in_denmark() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), DENMARK);
    add(colleague, "auditor", today.toString(), 201);
    add(colleague, "auditor", today.toString(), 200);
    as(colleague).get().uri(clinic.path("")).exchange().expectStatus().isOk();
    assertThat(entries(clinic.id()))
        .anySatisfy(entry ->
            assertThat(entry)
                .contains("\"until\":\"" + today.plusDays(1).atStartOfDay(DENMARK).toInstant()));

    clock.set(Duration.ofDays(1));
    as(colleague).get().uri(clinic.path("")).exchange().expectStatus().isNotFound();
    add(colleague, "auditor", today.plusDays(3).toString(), 201);
    as(colleague).get().uri(clinic.path("")).exchange().expectStatus().isOk();
  }

  @ParameterizedTest
  @CsvSource({
    "auditor, , until",
    "auditor, yesterday, until",
    "auditor, 2020-01-01, until",
    "auditor, 2099-01-01, until",
    "owner, 2026-12-31, until",
    "janitor, , role",
    "OWNER, , role"
  })
  void what_cannot_be_is_refused_at_its_field(String role, String until, String field) {
    as(clinic.owner())
        .post()
        .uri(clinic.path("/members"))
        .bodyValue(member(colleague, role, until))
        .exchange()
        .expectStatus()
        .isBadRequest()
        .expectBody()
        .jsonPath("$.errors[0].field")
        .isEqualTo(field);
  }

  @Test
  void a_person_or_role_that_cannot_be_is_not_found() {
    for (String path :
        List.of("/members/x%20y/owner", "/members/nobody/janitor", "/members/nobody/owner")) {
      as(clinic.owner())
          .delete()
          .uri(URI.create(address() + clinic.path(path)))
          .exchange()
          .expectStatus()
          .isNotFound();
    }
  }

  private String names() {
    return Objects.requireNonNull(
        as(clinic.owner())
            .get()
            .uri(clinic.path("/members"))
            .exchange()
            .expectBody(String.class)
            .returnResult()
            .getResponseBody());
  }

  private static Map<String, String> member(
      ScriptedIssuer.Person person, String role, @Nullable String until) {
    Map<String, String> member = new HashMap<>();
    member.put("professionalId", person.id());
    member.put("name", person.name());
    member.put("role", role);
    if (until != null) {
      member.put("until", until);
    }
    return member;
  }

  private void add(ScriptedIssuer.Person person, String role, @Nullable String until, int status) {
    as(clinic.owner())
        .post()
        .uri(clinic.path("/members"))
        .bodyValue(member(person, role, until))
        .exchange()
        .expectStatus()
        .isEqualTo(status);
  }

  private HttpStatusCode remove(
      ScriptedIssuer.Person by, ScriptedIssuer.Person person, String role) {
    return as(by)
        .delete()
        .uri(clinic.path("/members/" + person.id() + "/" + role))
        .exchange()
        .expectBody()
        .returnResult()
        .getStatus();
  }
}
