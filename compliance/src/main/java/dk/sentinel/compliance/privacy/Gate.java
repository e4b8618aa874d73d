package dk.sentinel.compliance.privacy;

/** What must be open before journal data may be kept, in this order. */
public enum Gate {
  /** The practice system sends for the clinic. */
  PRACTICE_SYSTEM("practice-system"),
  /** The data processing agreement is in force. */
  AGREEMENT("agreement"),
  /** The practice consent is given. */
  CONSENT("consent"),
  /** The clinic takes part in the project. */
  ENROLMENT("enrolment"),
  /** Data have arrived. Says what happened, decides nothing. */
  DATA("data");

  private final String code;

  Gate(String code) {
    this.code = code;
  }

  /** The gate's name in contracts and audit entries. */
  public String code() {
    return code;
  }
}
