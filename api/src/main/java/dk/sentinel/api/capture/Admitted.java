package dk.sentinel.api.capture;

import dk.sentinel.compliance.privacy.GateCalendar.Admission;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What the gates leave of a Bundle's findings.
 *
 * @param entries may be stored
 * @param refused named by index and reason, in the order of the Bundle
 * @param dropped counted by kind
 */
record Admitted(List<MinimisedEntry> entries, List<Refused> refused, DropCount dropped) {

  /**
   * Asks whether the sender may send each kind of datum, then the gates for its day. A person
   * without any admitted datum is dropped. Pure: the findings stay as they are, so a transaction
   * that is tried again finds the same.
   *
   * @param kinds the resource types that the sender may send
   */
  static Admitted by(
      Set<String> kinds, Function<LocalDate, Admission> gates, EntryReader.Findings findings) {
    List<Refused> refused = new ArrayList<>(findings.refused());
    List<MinimisedEntry> open = new ArrayList<>();
    Set<String> peopleWithData = new HashSet<>();
    for (MinimisedEntry entry : findings.admitted()) {
      if (!kinds.contains(entry.type())) {
        refused.add(new Refused(entry.index(), entry.type(), Refused.Reason.SCOPE_MISSING, null));
        continue;
      }
      if (entry instanceof MinimisedEntry.Dated dated) {
        if (gates.apply(dated.day()) instanceof Admission.Closed closed) {
          refused.add(
              new Refused(entry.index(), entry.type(), Refused.Reason.GATE_CLOSED, closed.gate()));
          continue;
        }
        peopleWithData.add(entry.person());
      }
      open.add(entry);
    }
    refused.sort(Comparator.comparingInt(Refused::index));
    DropCount dropped = findings.dropped().copy();
    List<MinimisedEntry> kept = new ArrayList<>();
    for (MinimisedEntry entry : open) {
      if (peopleWithData.contains(entry.person())) {
        kept.add(entry);
      } else {
        dropped.resource(entry.type(), "no-datum");
      }
    }
    return new Admitted(List.copyOf(kept), List.copyOf(refused), dropped);
  }

  /** A sender may call a record anything, by a CPR number too: that is never stored. */
  Admitted withSourceIds(UnaryOperator<String> blinding) {
    return new Admitted(
        entries.stream()
            .map(entry -> entry.withSourceId(blinding.apply(entry.sourceId())))
            .toList(),
        refused,
        dropped);
  }
}
