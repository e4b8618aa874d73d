package dk.sentinel.api.people;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An owner's offer of a role to somebody whose id she does not know.
 *
 * @param id names it in the log
 * @param email to whom it goes; null once it is accepted or taken back
 * @param grant the role that is offered
 * @param createdAt when it was made, business time
 * @param expiresAt from when on its link no longer works
 * @param revokedAt when the owner took it back
 * @param accepted by whom and when it was accepted
 */
record Invitation(
    UUID id,
    @Nullable String email,
    Grant grant,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant revokedAt,
    @Nullable Accepted accepted) {

  /**
   * Who accepted.
   *
   * @param person their persistent professional id
   * @param name their name
   * @param organization the company they signed in for
   * @param at when
   */
  record Accepted(String person, String name, String organization, Instant at) {}

  /** Where an invitation stands. */
  enum State {
    /** It can be accepted. */
    OPEN("open"),
    /** Somebody accepted it. */
    ACCEPTED("used"),
    /** The owner took it back. */
    REVOKED("revoked"),
    /** Nobody accepted it in time. */
    EXPIRED("expired");

    private final String code;

    State(String code) {
      this.code = code;
    }

    /** The word in contracts and audit entries. */
    String code() {
      return code;
    }
  }

  /** Where it stands at a moment. The role it offers may end before its link does. */
  State state(Instant now) {
    if (accepted != null) {
      return State.ACCEPTED;
    }
    if (revokedAt != null) {
      return State.REVOKED;
    }
    Instant roleEnds = grant.endsAt();
    boolean isOver = !now.isBefore(expiresAt) || (roleEnds != null && !now.isBefore(roleEnds));
    return isOver ? State.EXPIRED : State.OPEN;
  }

  /** Never prints the address. */
  @Override
  public String toString() {
    return "invitation " + id;
  }
}
