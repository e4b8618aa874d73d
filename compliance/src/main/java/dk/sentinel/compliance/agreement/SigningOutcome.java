package dk.sentinel.compliance.agreement;

import java.time.Instant;
import java.util.UUID;

/** What became of an attempt to sign. Either way it is on record. */
public sealed interface SigningOutcome {
  /**
   * It is signed, and in force unless somebody else must sign too.
   *
   * @param signatureId id of the signature
   * @param at business time
   * @param completes whether it is in force now
   */
  record Signed(UUID signatureId, Instant at, boolean completes) implements SigningOutcome {}

  /**
   * A rule said no.
   *
   * @param rule which
   */
  record Refused(SigningRule rule) implements SigningOutcome {}

  /** What is to be signed holds already, by another signature. */
  record AlreadyHolds() implements SigningOutcome {}

  /** The intent has been used for a signature before. */
  record AlreadyUsed() implements SigningOutcome {}
}
