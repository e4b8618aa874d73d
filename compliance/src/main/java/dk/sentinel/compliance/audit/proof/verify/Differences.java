package dk.sentinel.compliance.audit.proof.verify;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects differences between signed and found entries before they are told: one that is missing
 * here and was found elsewhere was put there, not deleted. Tells by itself when it holds {@link
 * #HELD}.
 */
final class Differences {
  private static final int HELD = 10_000;

  private final Findings findings;
  private final List<Difference> held = new ArrayList<>();

  Differences(Findings findings) {
    this.findings = findings;
  }

  /**
   * One difference.
   *
   * @param lost the signed entry that is not here; null when none should be
   * @param strange the entry that is here instead; null when there is none
   */
  private record Difference(
      Damage.Kind kind, long from, long to, @Nullable Long lost, @Nullable Long strange) {}

  /** The entries of a range stand in another order. */
  void moved(long from, long to) {
    hold(new Difference(Damage.Kind.REORDERED, from, to, null, null));
  }

  /** Another entry stands in the place of a signed one. */
  void edited(long position, long lost, long strange) {
    hold(new Difference(Damage.Kind.EDITED, position, position, lost, strange));
  }

  /** A signed entry is not there. */
  void missing(long position, long lost) {
    hold(new Difference(Damage.Kind.MISSING, position, position, lost, null));
  }

  /** An entry that was not signed there stands before a position. */
  void inserted(long position, long strange) {
    hold(new Difference(Damage.Kind.INSERTED, position, position, null, strange));
  }

  private void hold(Difference difference) {
    held.add(difference);
    if (held.size() == HELD) {
      tell();
    }
  }

  /** Tells what is held. */
  void tell() {
    Set<Long> lost = new HashSet<>();
    Set<Long> strange = new HashSet<>();
    for (Difference difference : held) {
      if (difference.lost() != null) {
        lost.add(difference.lost());
      }
      if (difference.strange() != null) {
        strange.add(difference.strange());
      }
    }
    for (Difference difference : held) {
      boolean elsewhere = difference.lost() != null && strange.contains(difference.lost());
      boolean fromElsewhere = difference.strange() != null && lost.contains(difference.strange());
      tell(difference, elsewhere, fromElsewhere);
    }
    held.clear();
  }

  private void tell(Difference difference, boolean elsewhere, boolean fromElsewhere) {
    switch (difference.kind()) {
      case MISSING -> tellAs(elsewhere ? Damage.Kind.REORDERED : Damage.Kind.MISSING, difference);
      case EDITED ->
          tellAs(
              elsewhere && fromElsewhere ? Damage.Kind.REORDERED : Damage.Kind.EDITED, difference);
      case INSERTED -> {
        if (!fromElsewhere) {
          tellAs(Damage.Kind.INSERTED, difference);
        }
      }
      default -> tellAs(difference.kind(), difference);
    }
  }

  private void tellAs(Damage.Kind kind, Difference difference) {
    findings.add(Damage.of(kind, difference.from(), difference.to()));
  }
}
