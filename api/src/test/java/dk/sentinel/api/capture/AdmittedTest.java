package dk.sentinel.api.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.privacy.Gate;
import dk.sentinel.compliance.privacy.GateCalendar.Admission;
import dk.sentinel.compliance.privacy.Project;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the gates leave of a Bundle, and that asking twice changes nothing. */
class AdmittedTest {
  private static final Set<String> KINDS =
      Set.of("Patient", "Condition", "Encounter", "Procedure", "ServiceRequest");

  private static final LocalDate OPENING = LocalDate.of(2026, 3, 10);
  private static final EntryReader.Findings FINDINGS =
      new EntryReader.Findings(
          List.of(
              new MinimisedEntry.Patient(0, "a", "person-a", "female", LocalDate.of(1960, 1, 1)),
              new MinimisedEntry.Patient(1, "b", "person-b", "male", LocalDate.of(1970, 1, 1)),
              new MinimisedEntry.Contact(2, "c", "person-a", OPENING),
              new MinimisedEntry.Contact(3, "d", "person-b", OPENING.minusDays(1))),
          List.of(),
          new DropCount());

  private static Admission sinceOpening(LocalDate day) {
    return day.isBefore(OPENING) ? new Admission.Closed(Gate.CONSENT, false) : new Admission.Open();
  }

  @Test
  void a_person_whose_only_datum_the_gates_refuse_is_dropped_and_both_are_told() {
    Admitted admitted = Admitted.by(KINDS, AdmittedTest::sinceOpening, FINDINGS);
    assertThat(admitted.entries()).extracting(MinimisedEntry::index).containsExactly(0, 2);
    assertThat(admitted.refused())
        .containsExactly(new Refused(3, "Encounter", Refused.Reason.GATE_CLOSED, Gate.CONSENT));
    assertThat(admitted.dropped().counts()).isEqualTo(Map.of("no-datum Patient", 1));
  }

  /** A transaction that lost against another is tried again with the same findings. */
  @Test
  void asking_again_counts_nothing_twice() {
    Admitted first = Admitted.by(KINDS, AdmittedTest::sinceOpening, FINDINGS);
    Admitted again = Admitted.by(KINDS, AdmittedTest::sinceOpening, FINDINGS);
    assertThat(again.dropped().counts()).isEqualTo(first.dropped().counts());
    assertThat(again.entries()).isEqualTo(first.entries());
    assertThat(FINDINGS.dropped().counts()).isEmpty();
  }

  /** Promise 1: a type that the specification does not name has no reader, and the other way. */
  @Test
  void the_specification_names_exactly_the_types_that_are_read() {
    List<String> named =
        Project.DIAGNOSEKODNING.text(TextLanguage.DA).collected().stream()
            .map(element -> element.element().replaceFirst("\\..*", ""))
            .distinct()
            .toList();
    assertThat(named)
        .containsExactly(
            "Patient", "Condition", "Encounter", "Procedure", "ServiceRequest", "Organization");
  }
}
