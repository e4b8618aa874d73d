package dk.sentinel.infra.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.infra.demo.DemoClinics.Clinic;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The invented journals: always the same, nobody's, and shaped like the real ones. */
final class JournalGeneratorTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

  private final List<Clinic> clinics = DemoClinics.read().clinics();

  @Test
  void the_same_clinic_and_day_give_the_same_bytes() {
    Clinic clinic = clinics.getFirst();
    assertThat(new JournalGenerator(clinic, TODAY).bundles())
        .isEqualTo(new JournalGenerator(clinic, TODAY).bundles());
    assertThat(new JournalGenerator(clinics.get(1), TODAY).bundles())
        .doesNotContainAnyElementsOf(new JournalGenerator(clinic, TODAY).bundles());
  }

  @Test
  void every_number_is_out_of_use_and_agrees_with_birth_and_sex() {
    for (Course course : courses()) {
      Course.Patient patient = course.patient();
      String cpr = patient.cpr();
      assertThat(cpr).matches("(6[1-9]|[78][0-9]|9[01])(0[1-9]|1[0-2])[0-9]{6}");
      int day = Integer.parseInt(cpr.substring(0, 2)) - 60;
      int month = Integer.parseInt(cpr.substring(2, 4));
      assertThat(LocalDate.of(year(cpr), month, day)).isEqualTo(patient.birth());
      assertThat((cpr.charAt(9) - '0') % 2 == 0).isEqualTo(patient.woman());
    }
  }

  @Test
  void no_number_and_no_id_comes_twice_in_a_clinic() {
    for (Clinic clinic : clinics) {
      Set<String> seen = new HashSet<>();
      for (JsonNode resource : resources(new JournalGenerator(clinic, TODAY))) {
        String type = resource.path("resourceType").asString();
        if (type.equals("Organization") || type.equals("Practitioner")) {
          continue;
        }
        assertThat(seen.add(resource.path("id").asString())).isTrue();
        if (type.equals("Patient")) {
          assertThat(seen.add(resource.at("/identifier/0/value").asString())).isTrue();
        }
      }
    }
  }

  @Test
  void every_reference_leads_to_an_entry_of_the_same_bundle() {
    for (String bundle : new JournalGenerator(clinics.getFirst(), TODAY).bundles()) {
      JsonNode tree = JsonMapper.builder().build().readTree(bundle);
      Set<String> addresses = new HashSet<>(tree.path("entry").findValuesAsString("fullUrl"));
      assertThat(addresses).containsAll(tree.findValuesAsString("reference"));
      assertThat(tree.path("entry").size()).isBetween(20, 600);
    }
  }

  @Test
  void nothing_is_later_than_yesterday_or_older_than_the_agreements() {
    for (Course course : courses()) {
      assertThat(course.referredOn()).isAfter(TODAY.minusDays(530));
      for (Course.Visit visit : course.visits()) {
        assertThat(visit.start().toLocalDate()).isBefore(TODAY);
      }
    }
  }

  @Test
  void people_visits_and_codes_are_spread_as_in_real_clinics() {
    List<Course> courses = courses();
    double all = courses.size();
    assertThat(courses.size()).isBetween(800, 2_500);
    assertThat(courses.stream().filter(course -> course.patient().woman()).count() / all)
        .isBetween(0.55, 0.63);
    assertThat(courses.stream().filter(course -> course.diagnoses().isEmpty()).count() / all)
        .isBetween(0.05, 0.25);
    List<Integer> visits = courses.stream().map(course -> course.visits().size()).sorted().toList();
    assertThat(visits.get(visits.size() / 2)).isBetween(4, 7);
    assertThat(visits.getLast()).isLessThanOrEqualTo(20);
    Map<String, Long> codes =
        courses.stream()
            .flatMap(course -> course.diagnoses().stream())
            .collect(Collectors.groupingBy(Course.Diagnosis::code, Collectors.counting()));
    assertThat(codes.getOrDefault("L03", 0L) + codes.getOrDefault("L84", 0L))
        .isGreaterThan(codes.getOrDefault("L89", 0L) + codes.getOrDefault("L13", 0L));
  }

  @Test
  void clinics_forget_to_code_to_different_degrees() {
    Set<Long> shares =
        clinics.stream()
            .map(clinic -> Math.round(100 * forgotten(clinic)))
            .collect(Collectors.toSet());
    assertThat(shares).hasSizeGreaterThan(4).allMatch(share -> share <= 35);
  }

  @Test
  void danish_letters_survive_and_free_text_is_sent_on_purpose() {
    String sent = String.join("", new JournalGenerator(clinics.getFirst(), TODAY).bundles());
    assertThat(sent).contains("Søren", "Åse", "Ømhed over højre knæ", "\"note\"", "\"div\"");
  }

  private List<Course> courses() {
    List<Course> courses = new ArrayList<>();
    for (Clinic clinic : clinics) {
      courses.addAll(courses(clinic));
    }
    return courses;
  }

  private static List<Course> courses(Clinic clinic) {
    JournalGenerator generator = new JournalGenerator(clinic, TODAY);
    return clinic.ydernumre().stream().map(generator::courses).flatMap(List::stream).toList();
  }

  private static double forgotten(Clinic clinic) {
    List<Course> courses = courses(clinic);
    return (double) courses.stream().filter(course -> course.diagnoses().isEmpty()).count()
        / courses.size();
  }

  private static List<JsonNode> resources(JournalGenerator generator) {
    Function<String, List<JsonNode>> entries =
        bundle ->
            JsonMapper.builder().build().readTree(bundle).path("entry").values().stream()
                .map(entry -> entry.path("resource"))
                .toList();
    return generator.bundles().stream().map(entries).flatMap(List::stream).toList();
  }

  private static int year(String cpr) {
    int twoDigits = Integer.parseInt(cpr.substring(4, 6));
    int seventh = cpr.charAt(6) - '0';
    if (seventh <= 3) {
      return 1900 + twoDigits;
    }
    if (seventh == 4 || seventh == 9) {
      return twoDigits <= 36 ? 2000 + twoDigits : 1900 + twoDigits;
    }
    return twoDigits <= 57 ? 2000 + twoDigits : 1800 + twoDigits;
  }
}
