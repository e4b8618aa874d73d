package dk.sentinel.compliance.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.compliance.privacy.GateCalendar.Admission;
import dk.sentinel.compliance.privacy.GateCalendar.Turn;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Promise 1, gated: a datum is kept when every gate is open now and was open on its own day. */
final class GateCalendarTest {
  private static final Instant OPENED = Instant.parse("2026-03-10T09:00:00Z");
  private static final LocalDate OPENING_DAY = LocalDate.of(2026, 3, 10);

  @Test
  void all_gates_open_admit_a_datum_of_a_later_day() {
    assertThat(GateCalendar.of(allOpen()).admits(OPENING_DAY.plusDays(30)))
        .isEqualTo(new Admission.Open());
  }

  @Test
  void the_opening_day_itself_counts() {
    assertThat(GateCalendar.of(allOpen()).admits(OPENING_DAY)).isEqualTo(new Admission.Open());
  }

  @Test
  void the_day_before_is_refused_and_the_first_gate_is_named() {
    assertThat(GateCalendar.of(allOpen()).admits(OPENING_DAY.minusDays(1)))
        .isEqualTo(new Admission.Closed(Gate.PRACTICE_SYSTEM, false));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DATA")
  void a_gate_that_never_opened_is_named(Gate missing) {
    List<Turn> turns = allOpen();
    turns.removeIf(turn -> turn.gate() == missing);
    assertThat(GateCalendar.of(turns).admits(OPENING_DAY.plusDays(1)))
        .isEqualTo(new Admission.Closed(missing, true));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DATA")
  void a_gate_that_opened_later_than_the_datum_is_named(Gate late) {
    List<Turn> turns = allOpen();
    turns.removeIf(turn -> turn.gate() == late);
    turns.add(new Turn(late, true, OPENED.plusSeconds(10 * 86_400)));
    GateCalendar calendar = GateCalendar.of(turns);
    assertThat(calendar.admits(OPENING_DAY.plusDays(9)))
        .isEqualTo(new Admission.Closed(late, false));
    assertThat(calendar.admits(OPENING_DAY.plusDays(10))).isEqualTo(new Admission.Open());
  }

  @Test
  void a_withdrawal_closes_the_gate_at_once_for_old_days_too() {
    List<Turn> turns = allOpen();
    turns.add(new Turn(Gate.CONSENT, false, OPENED.plusSeconds(86_400)));
    assertThat(GateCalendar.of(turns).admits(OPENING_DAY))
        .isEqualTo(new Admission.Closed(Gate.CONSENT, true));
  }

  @Test
  void the_days_between_a_withdrawal_and_a_new_consent_stay_closed() {
    List<Turn> turns = allOpen();
    turns.add(new Turn(Gate.CONSENT, false, OPENED.plusSeconds(5 * 86_400)));
    turns.add(new Turn(Gate.CONSENT, true, OPENED.plusSeconds(10 * 86_400)));
    GateCalendar calendar = GateCalendar.of(turns);
    assertThat(calendar.admits(OPENING_DAY.plusDays(5))).isEqualTo(new Admission.Open());
    assertThat(calendar.admits(OPENING_DAY.plusDays(7)))
        .isEqualTo(new Admission.Closed(Gate.CONSENT, false));
    assertThat(calendar.admits(OPENING_DAY.plusDays(10))).isEqualTo(new Admission.Open());
  }

  @Test
  void a_day_is_a_danish_day_also_around_midnight_in_summer() {
    List<Turn> turns = new ArrayList<>();
    for (Gate gate : deciding()) {
      turns.add(new Turn(gate, true, Instant.parse("2026-06-30T22:30:00Z")));
    }
    GateCalendar calendar = GateCalendar.of(turns);
    assertThat(calendar.admits(LocalDate.of(2026, 7, 1))).isEqualTo(new Admission.Open());
    assertThat(calendar.admits(LocalDate.of(2026, 6, 30)))
        .isEqualTo(new Admission.Closed(Gate.PRACTICE_SYSTEM, false));
  }

  @Test
  void a_second_signature_changes_nothing() {
    List<Turn> turns = allOpen();
    turns.add(new Turn(Gate.AGREEMENT, true, OPENED.plusSeconds(86_400)));
    assertThat(GateCalendar.of(turns).admits(OPENING_DAY)).isEqualTo(new Admission.Open());
  }

  private static List<Turn> allOpen() {
    List<Turn> turns = new ArrayList<>();
    for (Gate gate : deciding()) {
      turns.add(new Turn(gate, true, OPENED));
    }
    return turns;
  }

  private static List<Gate> deciding() {
    return List.of(Gate.PRACTICE_SYSTEM, Gate.AGREEMENT, Gate.CONSENT, Gate.ENROLMENT);
  }
}
