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
 * @param newer what was published after that, the newest first
 * @param objected the versions to which it objects now
 */
public record Standpoint(
    @Nullable Integer signed, List<AgreementVersion> newer, List<Integer> objected) {
  /** Keeps its own copies of the lists. */
  public Standpoint {
    newer = List.copyOf(newer);
    objected = List.copyOf(objected);
  }

  /** What it is asked to do: nothing when there is nothing newer. */
  public Optional<Asks> asked() {
    return newer.stream().map(Standpoint::asks).min(Comparator.naturalOrder());
  }

  /** From when on what it signed is no longer enough, or the time to object is over. */
  public Optional<Instant> by() {
    return asked()
        .flatMap(asks ->
            newer.stream()
                .filter(version -> asks(version) == asks)
                .map(Standpoint::takesEffect)
                .min(Comparator.naturalOrder()));
  }

  /** The change of sub-processors to which it can still object; empty when there is none. */
  public Optional<AgreementVersion> notice(Instant now) {
    return newer.stream()
        .filter(version -> asks(version) == Asks.NOTICE)
        .filter(version -> now.isBefore(takesEffect(version)))
        .findFirst();
  }

  private static Asks asks(AgreementVersion version) {
    return published(version).asks();
  }

  private static Instant takesEffect(AgreementVersion version) {
    return published(version).takesEffect();
  }

  private static AgreementVersion.Publication published(AgreementVersion version) {
    return Optional.ofNullable(version.publication())
        .orElseThrow(() -> new IllegalStateException("a draft concerns no clinic"));
  }
}
