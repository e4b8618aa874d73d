package dk.sentinel.compliance.agreement;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a clinic stands with what was published after the version that it signed.
 *
 * @param signed the version that it signed; null when it signed none
 * @param newer what was published after that, the newest first; none when it signed none
 * @param objected to which of these it objects now
 */
public record Standpoint(@Nullable Integer signed, List<Newer> newer, List<Integer> objected) {
  /** Keeps its own copies of the lists. */
  public Standpoint {
    newer = List.copyOf(newer);
    objected = List.copyOf(objected);
  }

  /**
   * A version without its text.
   *
   * @param number its number
   * @param asks what it asks of the clinic
   * @param takesEffect from when on what was signed before is no longer enough
   */
  public record Newer(int number, Asks asks, Instant takesEffect) {}

  /** What it is asked to do: nothing when there is nothing newer. */
  public Optional<Asks> asked() {
    return newer.stream().map(Newer::asks).min(Comparator.naturalOrder());
  }

  /** From when on what it signed is no longer enough, or the time to object is over. */
  public Optional<Instant> by() {
    return asked()
        .flatMap(asks ->
            newer.stream()
                .filter(version -> version.asks() == asks)
                .map(Newer::takesEffect)
                .min(Comparator.naturalOrder()));
  }

  /** The change of sub-processors to which it can still object; empty when there is none. */
  public Optional<Integer> notice(Instant now) {
    return newer.stream()
        .filter(version -> version.asks() == Asks.NOTICE)
        .filter(version -> now.isBefore(version.takesEffect()))
        .map(Newer::number)
        .findFirst();
  }
}
