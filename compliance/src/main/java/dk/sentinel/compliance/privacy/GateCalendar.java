package dk.sentinel.compliance.privacy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When each gate of a clinic was open, for one project and one practice system. Answers for a
 * datum's own day: a gate counts as open on the Danish calendar days on which it was opened and
 * closed and on all between. Immutable; made from what is on record, inside the transaction that
 * stores what it admits.
 */
public final class GateCalendar {
  /** The days of a datum are Danish days. */
  public static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");

  private static final List<Gate> DECIDING =
      List.of(Gate.PRACTICE_SYSTEM, Gate.AGREEMENT, Gate.CONSENT, Gate.ENROLMENT);

  private final Map<Gate, List<Opening>> openings = new EnumMap<>(Gate.class);

  private record Opening(LocalDate first, @Nullable LocalDate last) {
    boolean covers(LocalDate day) {
      return !day.isBefore(first) && (last == null || !day.isAfter(last));
    }
  }

  /**
   * Something that opened or closed a gate.
   *
   * @param gate which
   * @param opens whether it opened
   * @param at when, business time
   */
  record Turn(Gate gate, boolean opens, Instant at) {}

  private GateCalendar() {}

  /** The calendar of what happened, in the order in which it happened. */
  static GateCalendar of(List<Turn> turns) {
    GateCalendar calendar = new GateCalendar();
    turns.forEach(calendar::add);
    return calendar;
  }

  private void add(Turn turn) {
    List<Opening> known = openings.computeIfAbsent(turn.gate(), gate -> new ArrayList<>());
    boolean open = !known.isEmpty() && known.getLast().last() == null;
    LocalDate day = LocalDate.ofInstant(turn.at(), DENMARK);
    if (turn.opens() && !open) {
      known.add(new Opening(day, null));
    } else if (!turn.opens() && open) {
      known.add(new Opening(known.removeLast().first(), day));
    }
  }

  /** Whether a datum may be kept. */
  public sealed interface Admission {
    /** All gates are open now and were open on the datum's day. */
    record Open() implements Admission {}

    /**
     * A gate is closed.
     *
     * @param gate the first closed one, in the order of the gates
     * @param now whether it is closed now; else it was closed on the datum's day
     */
    record Closed(Gate gate, boolean now) implements Admission {}
  }

  /** The first gate that is closed now; null when all that decide are open. */
  public @Nullable Gate firstClosedNow() {
    for (Gate gate : DECIDING) {
      if (!isOpenNow(gate)) {
        return gate;
      }
    }
    return null;
  }

  /** Whether a datum of that day may be kept. */
  public Admission admits(LocalDate day) {
    Gate closed = firstClosedNow();
    if (closed != null) {
      return new Admission.Closed(closed, true);
    }
    for (Gate gate : DECIDING) {
      if (openings.getOrDefault(gate, List.of()).stream().noneMatch(one -> one.covers(day))) {
        return new Admission.Closed(gate, false);
      }
    }
    return new Admission.Open();
  }

  private boolean isOpenNow(Gate gate) {
    List<Opening> known = openings.getOrDefault(gate, List.of());
    return !known.isEmpty() && known.getLast().last() == null;
  }
}
