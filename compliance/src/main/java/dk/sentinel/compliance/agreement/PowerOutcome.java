package dk.sentinel.compliance.agreement;

/** What became of a decision on a power of attorney. Either way it is on record. */
public enum PowerOutcome {
  /** It stands. */
  DONE,
  /** The same person has approved it before: two people must. */
  SAME_PERSON,
  /** Whom it names does not decide on it. */
  OWN_POWER,
  /** The first approver read another number of signers; it must be settled, or refused. */
  OTHER_SIGNERS,
  /** Fewer people are named than must sign. */
  TOO_FEW_NAMED,
  /** It no longer waits for a decision. */
  DECIDED
}
