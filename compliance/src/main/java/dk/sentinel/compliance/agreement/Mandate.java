package dk.sentinel.compliance.agreement;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the powers of attorney of a company say about a person who wants to sign for it, at one
 * moment.
 *
 * @param power the power in force that names the person; null when none does
 * @param hash of that power's file; null when there is none
 * @param signers how many of those whom it names must sign: 1 or 2
 * @param pending signatures under that power that wait for another
 */
public record Mandate(
    @Nullable UUID power, @Nullable Sha256 hash, int signers, List<Pending> pending) {
  /** No power of attorney: the sign-in alone says who may sign. */
  public static final Mandate NONE = new Mandate(null, null, 1, List.of());

  /** Keeps its own copy of the list. */
  public Mandate {
    pending = List.copyOf(pending);
  }

  /**
   * A signature that does not bind the company yet.
   *
   * @param signature its id
   * @param personId who signed
   * @param name that person's name
   * @param textId which words
   * @param documentId which bytes
   * @param idToken hash of the identity token as it was received, in ASCII
   * @param at when, business time
   */
  public record Pending(
      UUID signature,
      String personId,
      String name,
      UUID textId,
      UUID documentId,
      Sha256 idToken,
      Instant at) {}

  /** Whether a power of attorney lets the person sign. */
  boolean isGiven() {
    return power != null;
  }

  /** Whether the person's signature on the document waits already. */
  boolean hasSigned(String personId, StoredDocument document) {
    return pending.stream()
        .anyMatch(one -> one.personId.equals(personId) && one.documentId.equals(document.id()));
  }

  /** Whether a signature waits on the same words in other bytes: in the other language. */
  boolean waitsOnOtherCopy(StoredDocument document) {
    return pending.stream()
        .anyMatch(
            one -> one.textId.equals(document.textId()) && !one.documentId.equals(document.id()));
  }

  /** Whether the person's signature is the last that the company needs. */
  boolean isCompletedBy(String personId, StoredDocument document) {
    return signers == 1 || first(personId, document).isPresent();
  }

  /** The other person's signature that this person's one completes; empty when there is none. */
  Optional<Pending> first(String personId, StoredDocument document) {
    return signers == 1
        ? Optional.empty()
        : pending.stream()
            .filter(one -> !one.personId.equals(personId) && one.documentId.equals(document.id()))
            .findFirst();
  }
}
