package dk.sentinel.api.clinic;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.api.ScriptedIssuer;
import dk.sentinel.compliance.tenancy.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;

/** A company becomes a clinic through a person who may represent it. */
final class SignUpTest extends ApiTest {
  private static final String PROBLEMS = "https://sentinel.dk/problems/";

  private WebTestClient.ResponseSpec signUp(ScriptedIssuer.Person person, Map<String, ?> request) {
    return as(person).post().uri("/clinics").bodyValue(request).exchange();
  }

  private static String text(Map<?, ?> answer, String member) {
    return String.valueOf(answer.get(member));
  }

  private static Map<String, Object> numbers(Map<?, ?>... ydernumre) {
    return Map.of("name", "Åens Fysioterapi", "ydernumre", List.of(ydernumre));
  }

  private static Map<String, String> number(String number, String from, String to) {
    Map<String, String> stated =
        new HashMap<>(
            Map.of("number", number, "speciality", "62", "region", "DK-82", "validFrom", from));
    if (!to.isEmpty()) {
      stated.put("validTo", to);
    }
    return stated;
  }

  @Test
  void whoever_may_represent_the_company_becomes_the_owner() {
    TestClinic clinic = newClinic("99000007", "61010");
    assertThat(text(get(clinic.owner(), "/me"), "clinics")).contains("role=owner");
    Map<?, ?> shown = get(clinic.owner(), clinic.path(""));
    assertThat(shown.get("cvr")).isEqualTo("99000007");
    assertThat(text(shown, "ydernumre")).contains("number=061010", "region=DK-83", "validTo=null");
    assertThat(recorded(clinic.id())).startsWith("clinic.create success");
    assertThat(entries(clinic.id()).getFirst()).contains("\"role\":\"owner\"");
  }

  @Test
  void without_the_right_nobody_makes_a_clinic_and_is_told_who_can() {
    ScriptedIssuer.Person employee = ScriptedIssuer.Person.of("Asta Ansat", "99000015", false);
    as(issuer.access(employee, claims -> claims.claim("nemlogin.auth_to_repr", "false")))
        .post()
        .uri("/clinics")
        .bodyValue(clinicRequest("99000015", "061020"))
        .exchange()
        .expectStatus()
        .isForbidden()
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo(PROBLEMS + "right-to-represent-required");
    signUp(employee, clinicRequest("99000015", "061020"))
        .expectStatus()
        .isForbidden()
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo(PROBLEMS + "right-to-represent-unknown");
    assertThat(entries(TenantId.PLATFORM.value()))
        .anyMatch(entry -> entry.contains("no-right-to-represent") && entry.contains(employee.id()))
        .anyMatch(
            entry -> entry.contains("right-to-represent-unknown") && entry.contains(employee.id()))
        .noneMatch(entry -> entry.contains("Asta"));
    assertThat(get(employee, "/me").get("clinics")).isEqualTo(List.of());
  }

  @Test
  void people_of_a_company_learn_whether_it_is_a_clinic_and_who_owns_it_and_nobody_else_does() {
    ScriptedIssuer.Person asking = ScriptedIssuer.Person.of("Sanne Spørger", "99000201", false);
    assertThat(get(asking, "/me/company").get("clinic")).isNull();
    TestClinic clinic = newClinic("99000201", "061888");
    Map<?, ?> company = get(asking, "/me/company");
    assertThat(String.valueOf(company.get("clinic")))
        .isEqualTo("{name=Ærø Fysioterapi 99000201, owners=[Ågot Ejer]}");
    assertThat(recorded(clinic.id())).endsWith("clinic.owners success");
    assertThat(entries(clinic.id()).getLast()).contains(asking.id()).doesNotContain("Ågot");
    ScriptedIssuer.Person stranger = ScriptedIssuer.Person.of("Stig Fremmed", "99000228", true);
    assertThat(get(stranger, "/me/company").get("clinic")).isNull();
  }

  @Test
  void another_representative_of_a_clinic_is_sent_to_its_owner() {
    newClinic("99000023", "061030");
    ScriptedIssuer.Person second = ScriptedIssuer.Person.of("Anden Direktør", "99000023", true);
    signUp(second, clinicRequest("99000023", "061031"))
        .expectStatus()
        .isEqualTo(409)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo(PROBLEMS + "clinic-exists");
    assertThat(get(second, "/me").get("clinics")).isEqualTo(List.of());
    assertThat(entries(TenantId.PLATFORM.value()))
        .anyMatch(entry -> entry.contains("clinic-exists") && entry.contains(second.id()));
  }

  @Test
  void clicking_twice_gives_the_same_clinic() {
    TestClinic clinic = newClinic("99000031", "061040");
    signUp(clinic.owner(), clinicRequest("99000031", "061040"))
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.clinicId")
        .isEqualTo(clinic.id().toString());
    assertThat(recorded(clinic.id())).containsOnlyOnce("clinic.create success");
  }

  @RepeatedTest(8)
  void many_at_once_make_one_clinic(RepetitionInfo round) throws Exception {
    String cvr = companies(99_001_000, 99_002_000).get(round.getCurrentRepetition());
    String number = "06120" + round.getCurrentRepetition();
    ScriptedIssuer.Person one = ScriptedIssuer.Person.of("En Direktør", cvr, true);
    ScriptedIssuer.Person other = ScriptedIssuer.Person.of("To Direktør", cvr, true);
    Map<String, Integer> answers = new HashMap<>();
    try (ExecutorService clicks = Executors.newFixedThreadPool(8)) {
      List<Future<Integer>> all =
          java.util.stream.IntStream.range(0, 16)
              .mapToObj(each ->
                  clicks.submit(() ->
                      signUp(each % 2 == 0 ? one : other, clinicRequest(cvr, number))
                          .returnResult(Void.class)
                          .getStatus()
                          .value()))
              .toList();
      for (Future<Integer> each : all) {
        answers.merge(each.get().toString(), 1, Integer::sum);
      }
    }
    assertThat(answers).containsEntry("201", 1).containsEntry("200", 7).containsEntry("409", 8);
  }

  @Test
  void a_ydernummer_has_one_holder_on_any_day_and_the_second_is_told_which_one() {
    newClinic("99000058", "061050");
    ScriptedIssuer.Person owner = ScriptedIssuer.Person.of("Ejer", "99000066", true);
    signUp(owner, numbers(number("061051", "2020-01-01", ""), number("61050", "2026-01-01", "")))
        .expectStatus()
        .isEqualTo(409)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo(PROBLEMS + "ydernummer-held")
        .jsonPath("$.errors.length()")
        .isEqualTo(1)
        .jsonPath("$.errors[0].field")
        .isEqualTo("ydernumre[1].number");
    assertThat(get(owner, "/me").get("clinics")).isEqualTo(List.of());
  }

  @Test
  void a_ydernummer_moves_to_the_next_holder_when_the_first_has_ended_it() {
    TestClinic seller = newClinic("99000074", "061060");
    ScriptedIssuer.Person buyer = ScriptedIssuer.Person.of("Køber", "99000082", true);
    Map<String, Object> request = numbers(number("061060", "2025-07-01", ""));
    signUp(buyer, request).expectStatus().isEqualTo(409);
    as(seller.owner())
        .put()
        .uri(seller.path("/ydernumre/061060/2020-01-01"))
        .bodyValue(Map.of("validTo", "2025-06-30"))
        .exchange()
        .expectStatus()
        .isNoContent();
    signUp(buyer, request).expectStatus().isCreated();
    as(seller.owner())
        .put()
        .uri(seller.path("/ydernumre/061060/2020-01-01"))
        .bodyValue(Map.of("validTo", "2025-07-01"))
        .exchange()
        .expectStatus()
        .isEqualTo(409);
    assertThat(recorded(seller.id())).containsOnlyOnce("ydernummer.end success");
    assertThat(text(get(seller.owner(), seller.path("")), "ydernumre"))
        .contains("validTo=2025-06-30");
  }

  @Test
  void an_owner_adds_a_ydernummer_and_only_to_the_own_clinic() {
    TestClinic clinic = newClinic("99000090", "061080");
    TestClinic other = newClinic("99000112", "061110");
    Map<String, String> stated = number("061081", "2024-01-01", "2024-12-31");
    post(clinic.owner(), clinic.path("/ydernumre"), stated);
    as(clinic.owner())
        .post()
        .uri(clinic.path("/ydernumre"))
        .bodyValue(number("061110", "2024-01-01", ""))
        .exchange()
        .expectStatus()
        .isEqualTo(409);
    as(clinic.owner())
        .put()
        .uri(clinic.path("/ydernumre/061110/2020-01-01"))
        .bodyValue(Map.of("validTo", "2021-01-01"))
        .exchange()
        .expectStatus()
        .isNotFound();
    assertThat(text(get(other.owner(), other.path("")), "ydernumre")).contains("validTo=null");
    assertThat(recorded(clinic.id())).containsOnlyOnce("ydernummer.add success");
  }

  @Test
  void broken_fields_are_named_with_their_place_and_without_their_values() {
    ScriptedIssuer.Person owner = ScriptedIssuer.Person.of("Ejer", "99000120", true);
    Map<String, Object> request =
        numbers(
            number("061090", "2024-01-01", ""),
            Map.of(
                "number", "1234567",
                "speciality", "99",
                "region", "Mars",
                "validFrom", "2024-05-01",
                "validTo", "2024-04-01"),
            number("61090", "i går", ""));
    signUp(owner, request)
        .expectStatus()
        .isBadRequest()
        .expectBody(String.class)
        .value(body ->
            assertThat(body)
                .contains(
                    "ydernumre[1].number",
                    "ydernumre[1].speciality",
                    "ydernumre[1].region",
                    "ydernumre[1].validTo",
                    "ydernumre[2].number",
                    "ydernumre[2].validFrom")
                .doesNotContain("ydernumre[0]", "1234567", "Mars", "går"));
    signUp(owner, Map.of("cvr", "99000007", "name", "x", "ydernumre", List.of()))
        .expectStatus()
        .isBadRequest();
  }

  @Test
  void what_a_clinic_states_cannot_be_for_another_company() {
    ScriptedIssuer.Person owner = ScriptedIssuer.Person.of("Ejer", "99000139", true);
    UUID made =
        UUID.fromString(
            Objects.requireNonNull(
                    post(owner, "/clinics", clinicRequest("99000007", "061130")).get("clinicId"))
                .toString());
    assertThat(get(owner, "/clinics/" + made).get("cvr")).isEqualTo("99000139");
  }
}
