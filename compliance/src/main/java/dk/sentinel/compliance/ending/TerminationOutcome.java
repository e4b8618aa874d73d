package dk.sentinel.compliance.ending;

/** What became of the wish to terminate, or to take a termination back. It is on record. */
public sealed interface TerminationOutcome {
  /**
   * The agreement is terminated.
   *
   * @param termination how it stands
   * @param isNew whether it was not terminated before
   */
  record Terminated(Termination termination, boolean isNew) implements TerminationOutcome {}

  /**
   * The agreement runs.
   *
   * @param changed whether it was terminated before
   */
  record Runs(boolean changed) implements TerminationOutcome {}

  /** There is no agreement to terminate. */
  record NoAgreement() implements TerminationOutcome {}

  /** What was typed in to confirm is not the clinic's CVR number. */
  record NotConfirmed() implements TerminationOutcome {}

  /**
   * It cannot be taken back any more: the deletion is due.
   *
   * @param termination how it stands
   */
  record TooLate(Termination termination) implements TerminationOutcome {}
}
