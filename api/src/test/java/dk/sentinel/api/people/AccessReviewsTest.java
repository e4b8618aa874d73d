package dk.sentinel.api.people;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.api.ScriptedIssuer;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Once a year the owner goes through everybody's access, line by line. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class AccessReviewsTest extends ApiTest {
  private TestClinic clinic;
  private ScriptedIssuer.Person leaver;
  private ScriptedIssuer.Person auditor;
  private final List<Map<String, String>> lines = new ArrayList<>();

  @BeforeAll
  void aClinicWithThreePeople() {
    clinic = newClinic("99000007", "061010");
    leaver = member("Lis Langt Væk", "physiotherapist");
    auditor = member("Rita Revisor", "auditor");
    lines.add(line(clinic.owner(), "owner", "keep"));
    lines.add(line(auditor, "auditor", "change"));
    lines.add(line(leaver, "physiotherapist", "remove"));
  }

  private ScriptedIssuer.Person member(String name, String role) {
    ScriptedIssuer.Person person = ScriptedIssuer.Person.of(name, clinic.cvr(), false);
    post(
        clinic.owner(),
        clinic.path("/members"),
        role.equals("auditor")
            ? Map.of(
                "professionalId",
                person.id(),
                "name",
                name,
                "role",
                role,
                "until",
                today().plusYears(2).toString())
            : Map.of("professionalId", person.id(), "name", name, "role", role));
    return person;
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneId.of("Europe/Copenhagen"));
  }

  private static Map<String, String> line(
      ScriptedIssuer.Person person, String role, String decision) {
    return Map.of("professionalId", person.id(), "role", role, "decision", decision);
  }

  private int review(List<Map<String, String>> decided) {
    return as(clinic.owner())
        .post()
        .uri(clinic.path("/access-reviews"))
        .bodyValue(Map.of("lines", decided))
        .exchange()
        .expectBody()
        .returnResult()
        .getStatus()
        .value();
  }

  private Map<?, ?> reviews() {
    return get(clinic.owner(), clinic.path("/access-reviews"));
  }

  @Test
  @Order(1)
  void it_is_due_a_year_after_the_agreement_was_signed() {
    assertThat(reviews().get("due")).isNull();
    sign(clinic);
    assertThat(reviews().get("due")).isEqualTo(today().plusMonths(12).toString());
    assertThat(reviews().get("overdue")).isEqualTo(false);
    clock.set(Duration.ofDays(367));
    assertThat(reviews().get("overdue")).isEqualTo(true);
  }

  @Test
  @Order(2)
  void a_list_that_is_not_the_present_one_is_refused_and_changes_nothing() {
    assertThat(review(lines.subList(0, 2))).isEqualTo(409);
    List<Map<String, String>> more = new ArrayList<>(lines);
    more.add(line(leaver, "secretary", "keep"));
    assertThat(review(more)).isEqualTo(409);
    assertThat(review(List.of())).isEqualTo(400);
    assertThat(review(List.of(lines.getFirst(), lines.getFirst()))).isEqualTo(400);
    assertThat((List<?>) Objects.requireNonNull(reviews().get("reviews"))).isEmpty();
  }

  @Test
  @Order(3)
  void the_last_owner_cannot_be_reviewed_away() {
    List<Map<String, String>> without = new ArrayList<>(lines);
    without.set(0, line(clinic.owner(), "owner", "remove"));
    assertThat(review(without)).isEqualTo(409);
    as(leaver).get().uri(clinic.path("")).exchange().expectStatus().isOk();
  }

  @Test
  @Order(4)
  void what_is_decided_is_recorded_done_and_there_for_the_auditor() {
    assertThat(review(lines)).isEqualTo(201);
    as(leaver).get().uri(clinic.path("")).exchange().expectStatus().isNotFound();
    as(auditor).get().uri(clinic.path("")).exchange().expectStatus().isOk();
    assertThat(entries(clinic.id()))
        .anySatisfy(entry ->
            assertThat(entry)
                .contains(
                    "\"access-review.complete\"", "\"changed\":1", "\"kept\":1", "\"removed\":1"));
    assertThat(recorded(clinic.id())).contains("member.remove success");

    Map<?, ?> seen = get(auditor, clinic.path("/access-reviews"));
    assertThat(seen.get("due")).isEqualTo(today().plusMonths(12).toString());
    assertThat(String.valueOf(seen.get("reviews")))
        .contains("Lis Langt Væk", "remove", clinic.owner().id());
    as(leaver).get().uri(clinic.path("/access-reviews")).exchange().expectStatus().isNotFound();
  }
}
