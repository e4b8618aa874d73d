package dk.sentinel.api.clinic;

/** What an owner decides about a practice system that asks to send, or sends. */
enum Decision {
  /** It may send from now on. */
  CONFIRM("confirm", "confirmed"),
  /** It may not; it can ask again. */
  REFUSE("refuse", "refused"),
  /** It may not any more, from this moment; it can ask again. */
  STOP("stop", "stopped");

  private final String verb;
  private final String state;

  Decision(String verb, String state) {
    this.verb = verb;
    this.state = state;
  }

  /** The word in audit entries. */
  String verb() {
    return verb;
  }

  /** How it stands afterwards. */
  String state() {
    return state;
  }

  /** Whether it can be decided when it stands so. */
  boolean fits(String current) {
    return current.equals(this == STOP ? CONFIRM.state : ActivationStore.ASKED);
  }
}
