package dk.sentinel.compliance.privacy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * When an agreement held between a clinic and the operator. It holds from the signature that
 * completes it. A later version that asks for a signature ends the older ones when it takes effect;
 * one that only gives notice does not, unless the clinic objects to it and has not taken that back
 * (clauses 4 and 7.3). While it is terminated, and that was not taken back, it binds but opens
 * nothing. Immutable; knows the future that is already fixed.
 */
final class AgreementTimeline {
  private final List<Event> events;

  /** What happened, in any order; of what happened at one moment in the order in which it did. */
  AgreementTimeline(List<Event> events) {
    this.events = events.stream().sorted(Comparator.comparing(Event::at)).toList();
  }

  /** Something that may open or close the gate. */
  enum Kind {
    /** The clinic's signature on a version, complete. */
    SIGNED,
    /** A version takes effect that must be signed. */
    SIGNATURE,
    /** A version takes effect that changes the sub-processors only. */
    NOTICE,
    /** The clinic objects to a version. */
    RAISED,
    /** The clinic no longer objects to it. */
    WITHDRAWN,
    /** The clinic terminates the agreement, in whatever version. */
    TERMINATED,
    /** The clinic takes the termination back. */
    TAKEN_BACK
  }

  /**
   * One of them.
   *
   * @param kind what
   * @param version of which version; 0 when it is about all
   * @param at when
   */
  record Event(Kind kind, int version, Instant at) {}

  /** The version that binds at a moment; empty when none does. */
  OptionalInt versionAt(Instant at) {
    List<Event> past = events.stream().filter(event -> !event.at.isAfter(at)).toList();
    OptionalInt signed =
        past.stream().filter(event -> event.kind == Kind.SIGNED).mapToInt(Event::version).max();
    if (signed.isEmpty()) {
      return signed;
    }
    List<Event> newer =
        past.stream()
            .filter(event -> event.version > signed.getAsInt())
            .filter(event -> event.kind == Kind.SIGNATURE || event.kind == Kind.NOTICE)
            .toList();
    boolean ended =
        newer.stream()
            .anyMatch(event -> event.kind == Kind.SIGNATURE || objects(past, event.version));
    return ended
        ? OptionalInt.empty()
        : newer.stream().mapToInt(Event::version).max().stream()
            .boxed()
            .map(OptionalInt::of)
            .findFirst()
            .orElse(signed);
  }

  private static boolean objects(List<Event> past, int version) {
    @Nullable Event last = null;
    for (Event event : past) {
      if (event.version == version && (event.kind == Kind.RAISED || event.kind == Kind.WITHDRAWN)) {
        last = event;
      }
    }
    return last != null && last.kind == Kind.RAISED;
  }

  private boolean isTerminated(Instant at) {
    return events.stream()
        .filter(event -> !event.at.isAfter(at))
        .filter(event -> event.kind == Kind.TERMINATED || event.kind == Kind.TAKEN_BACK)
        .reduce((earlier, later) -> later)
        .filter(last -> last.kind == Kind.TERMINATED)
        .isPresent();
  }

  private boolean isOpen(Instant at) {
    return versionAt(at).isPresent() && !isTerminated(at);
  }

  /** When the gate opened and closed up to a moment, in order. */
  List<GateCalendar.Turn> turnsUntil(Instant now) {
    List<GateCalendar.Turn> turns = new ArrayList<>();
    boolean open = false;
    for (Instant at : moments(now)) {
      if (isOpen(at) != open) {
        open = !open;
        turns.add(new GateCalendar.Turn(Gate.AGREEMENT, open, at));
      }
    }
    return turns;
  }

  /** Since when it holds without a break; null when it does not hold. */
  @Nullable Instant since(Instant now) {
    List<GateCalendar.Turn> turns = turnsUntil(now);
    return turns.isEmpty() || !turns.getLast().opens() ? null : turns.getLast().at();
  }

  private List<Instant> moments(Instant now) {
    return events.stream().map(Event::at).filter(at -> !at.isAfter(now)).distinct().toList();
  }
}
