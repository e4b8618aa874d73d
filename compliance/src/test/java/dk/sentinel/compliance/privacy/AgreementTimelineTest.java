package dk.sentinel.compliance.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.compliance.privacy.AgreementTimeline.Event;
import dk.sentinel.compliance.privacy.AgreementTimeline.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Promise 1, gated: the agreement's gate is open exactly while an agreement binds. */
final class AgreementTimelineTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void nothing_binds_before_the_first_signature() {
    AgreementTimeline timeline = timeline(signed(1, 5));
    assertThat(timeline.versionAt(day(4))).isEmpty();
    assertThat(timeline.versionAt(day(5))).isEqualTo(OptionalInt.of(1));
    assertThat(timeline.since(day(9))).isEqualTo(day(5));
    assertThat(timeline.since(day(4))).isNull();
  }

  @Test
  void a_version_to_be_signed_ends_the_older_one_on_its_day_and_a_signature_opens_again() {
    AgreementTimeline timeline =
        timeline(signed(1, 5), event(Kind.SIGNATURE, 2, 30), signed(2, 40));
    assertThat(timeline.versionAt(day(29))).isEqualTo(OptionalInt.of(1));
    assertThat(timeline.versionAt(day(30))).isEmpty();
    assertThat(timeline.versionAt(day(40))).isEqualTo(OptionalInt.of(2));
    assertThat(timeline.turnsUntil(day(99)))
        .containsExactly(
            new GateCalendar.Turn(Gate.AGREEMENT, true, day(5)),
            new GateCalendar.Turn(Gate.AGREEMENT, false, day(30)),
            new GateCalendar.Turn(Gate.AGREEMENT, true, day(40)));
  }

  @Test
  void signing_in_time_leaves_no_gap() {
    AgreementTimeline timeline =
        timeline(signed(1, 5), signed(2, 20), event(Kind.SIGNATURE, 2, 30));
    assertThat(timeline.since(day(99))).isEqualTo(day(5));
  }

  @Test
  void a_notice_binds_on_its_day_without_a_signature() {
    AgreementTimeline timeline = timeline(signed(1, 5), event(Kind.NOTICE, 2, 30));
    assertThat(timeline.versionAt(day(29))).isEqualTo(OptionalInt.of(1));
    assertThat(timeline.versionAt(day(30))).isEqualTo(OptionalInt.of(2));
  }

  @Test
  void an_objection_closes_from_the_notice_on_until_it_is_taken_back() {
    AgreementTimeline timeline =
        timeline(
            signed(1, 5),
            event(Kind.NOTICE, 2, 30),
            event(Kind.RAISED, 2, 10),
            event(Kind.WITHDRAWN, 2, 50));
    assertThat(timeline.versionAt(day(29))).isEqualTo(OptionalInt.of(1));
    assertThat(timeline.versionAt(day(31))).isEmpty();
    assertThat(timeline.versionAt(day(50))).isEqualTo(OptionalInt.of(2));
  }

  @Test
  void an_objection_that_ended_in_time_never_closed_anything() {
    AgreementTimeline timeline =
        timeline(
            signed(1, 5),
            event(Kind.RAISED, 2, 10),
            event(Kind.WITHDRAWN, 2, 20),
            event(Kind.NOTICE, 2, 30));
    assertThat(timeline.since(day(99))).isEqualTo(day(5));
  }

  @Test
  void taking_an_objection_back_does_not_open_what_an_unsigned_version_has_closed() {
    AgreementTimeline timeline =
        timeline(
            signed(1, 5),
            event(Kind.NOTICE, 2, 30),
            event(Kind.RAISED, 2, 10),
            event(Kind.SIGNATURE, 3, 40),
            event(Kind.WITHDRAWN, 2, 50));
    assertThat(timeline.versionAt(day(60))).isEmpty();
  }

  @Test
  void a_termination_closes_at_once_and_what_binds_stays_named() {
    AgreementTimeline timeline =
        timeline(signed(1, 5), event(Kind.TERMINATED, 0, 10), event(Kind.TAKEN_BACK, 0, 12));
    assertThat(timeline.since(day(11))).isNull();
    assertThat(timeline.versionAt(day(11))).isEqualTo(OptionalInt.of(1));
    assertThat(timeline.since(day(13))).isEqualTo(day(12));
  }

  /** What is asked at a moment and the list of turns are two readings of the same thing. */
  @Test
  void turns_and_moments_agree_whatever_happens() {
    Random random = new Random(20_261_121);
    List<Kind> kinds = List.copyOf(EnumSet.allOf(Kind.class));
    for (int round = 0; round < 500; round++) {
      List<Event> events = new ArrayList<>();
      for (int at = 0; at < 8; at++) {
        events.add(
            event(
                kinds.get(random.nextInt(kinds.size())),
                1 + random.nextInt(3),
                random.nextInt(20)));
      }
      AgreementTimeline timeline = new AgreementTimeline(events);
      for (int at = 0; at < 21; at++) {
        boolean open =
            timeline.turnsUntil(day(at)).stream()
                .reduce((earlier, later) -> later)
                .map(GateCalendar.Turn::opens)
                .orElse(false);
        assertThat(open).as("%s on day %d", events, at).isEqualTo(timeline.since(day(at)) != null);
        assertThat(!open || timeline.versionAt(day(at)).isPresent()).isTrue();
      }
    }
  }

  private static AgreementTimeline timeline(Event... events) {
    return new AgreementTimeline(List.of(events));
  }

  private static Event signed(int version, int day) {
    return event(Kind.SIGNED, version, day);
  }

  private static Event event(Kind kind, int version, int day) {
    return new Event(kind, version, day(day));
  }

  private static Instant day(int day) {
    return START.plus(Duration.ofDays(day));
  }
}
