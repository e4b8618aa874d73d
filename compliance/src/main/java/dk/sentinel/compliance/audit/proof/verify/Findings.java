package dk.sentinel.compliance.audit.proof.verify;

import java.util.ArrayList;
import java.util.List;

/** What was found so far: the first thousand in full, of the others how many. */
final class Findings {
  static final int KEPT = 1_000;

  private final List<Damage> damages = new ArrayList<>();
  private long more;

  /** Adds damage; what continues the newest becomes one range with it. */
  void add(Damage damage) {
    if (more > 0) {
      more++;
    } else if (!damages.isEmpty() && damages.getLast().isContinuedBy(damage)) {
      damages.add(damages.removeLast().with(damage));
    } else if (damages.size() < KEPT) {
      damages.add(damage);
    } else {
      more++;
    }
  }

  /** What is missing up to the end of a log of so many entries was cut off. */
  void cutOffAt(long size) {
    if (!damages.isEmpty()
        && damages.getLast().kind() == Damage.Kind.MISSING
        && damages.getLast().to() == size - 1) {
      damages.add(Damage.of(Damage.Kind.CUT_OFF, damages.removeLast().from(), size - 1));
    }
  }

  List<Damage> damages() {
    return List.copyOf(damages);
  }

  /** How many were found beyond those kept. */
  long more() {
    return more;
  }
}
