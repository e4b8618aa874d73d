package dk.sentinel.api.people;

import dk.sentinel.api.problem.Problem;
import java.util.UUID;

/** Ids of this room's things as they stand in addresses. */
final class Ids {
  private Ids() {}

  /** The id; what is none cannot be found either. */
  static UUID parsed(String text, Problem unknown) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException notOne) {
      throw unknown.asException();
    }
  }
}
