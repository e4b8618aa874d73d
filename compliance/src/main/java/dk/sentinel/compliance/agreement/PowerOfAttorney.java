package dk.sentinel.compliance.agreement;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A power of attorney: a file in which a company says who may sign for it, and what the operator's
 * people made of it.
 *
 * @param id its id
 * @param sha256 hash of the file
 * @param size of the file in bytes
 * @param holders who may sign
 * @param until the last day on which they may, in Denmark
 * @param by name of the owner who uploaded it
 * @param at when, business time
 * @param steps what happened to it since, the oldest first
 */
public record PowerOfAttorney(
    UUID id,
    Sha256 sha256,
    int size,
    List<Holder> holders,
    LocalDate until,
    String by,
    Instant at,
    List<Step> steps) {
  /** How many of the operator's people must approve one. */
  public static final int APPROVALS = 2;

  /** Keeps its own copies of the lists. */
  public PowerOfAttorney {
    holders = List.copyOf(holders);
    steps = List.copyOf(steps);
  }

  /**
   * Somebody whom it names.
   *
   * @param personId persistent professional id
   * @param name that person's name
   */
  public record Holder(String personId, String name) {}

  /** What can happen to it. */
  public enum Kind {
    /** One of the operator's people has read and approved it. */
    APPROVED,
    /** One of them has refused it, which is final. */
    REJECTED,
    /** An owner has taken it back, which is final. */
    WITHDRAWN
  }

  /** Why one is refused. */
  public enum Reason {
    /** It cannot be read, or is something else. */
    UNREADABLE,
    /** It does not name those who are to sign. */
    OTHER_PERSONS,
    /** It is for another company. */
    OTHER_COMPANY,
    /** Those who gave it may not, or have not signed it. */
    NOT_SIGNED,
    /** It is not for agreements of this kind, or not for these days. */
    OTHER_PURPOSE
  }

  /**
   * Something that happened to it.
   *
   * @param kind what
   * @param personId who did it
   * @param person that person's name
   * @param signers how many of the holders must sign, as an approver read it; null for others
   * @param reason why it was refused; null for others
   * @param at when, business time
   */
  public record Step(
      Kind kind,
      String personId,
      String person,
      @Nullable Integer signers,
      @Nullable Reason reason,
      Instant at) {}

  /** How it stands. */
  public enum State {
    /** Not enough people have approved it. */
    WAITING,
    /** Those whom it names may sign. */
    IN_FORCE,
    /** The operator's people refused it. */
    REJECTED,
    /** An owner took it back. */
    WITHDRAWN,
    /** Its last day is over. */
    EXPIRED
  }

  /** How it stands on a day. */
  public State state(LocalDate today) {
    if (steps.stream().anyMatch(step -> step.kind == Kind.WITHDRAWN)) {
      return State.WITHDRAWN;
    }
    if (steps.stream().anyMatch(step -> step.kind == Kind.REJECTED)) {
      return State.REJECTED;
    }
    if (today.isAfter(until)) {
      return State.EXPIRED;
    }
    return approvals() < APPROVALS ? State.WAITING : State.IN_FORCE;
  }

  /** How many people have approved it. */
  public long approvals() {
    return steps.stream()
        .filter(step -> step.kind == Kind.APPROVED)
        .map(Step::personId)
        .distinct()
        .count();
  }

  /** How many of the holders must sign; 1 before anybody has said so. */
  public int signers() {
    return steps.stream()
        .map(Step::signers)
        .filter(Objects::nonNull)
        .mapToInt(Integer::intValue)
        .max()
        .orElse(1);
  }

  boolean names(String personId) {
    return holders.stream().anyMatch(holder -> holder.personId.equals(personId));
  }
}
