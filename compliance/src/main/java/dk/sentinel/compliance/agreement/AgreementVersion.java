package dk.sentinel.compliance.agreement;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version of the agreement, brought by the operator and perhaps published.
 *
 * @param number 1, 2, …
 * @param templateId which of the texts that were brought for this number
 * @param sha256 hash of the text as {@link Template#json} in UTF-8
 * @param days from publication until it replaces the version before
 * @param broughtAt when the operator brought it, business time
 * @param template its text
 * @param publication its publication; null while it is a draft
 */
public record AgreementVersion(
    int number,
    UUID templateId,
    Sha256 sha256,
    int days,
    Instant broughtAt,
    Template template,
    @Nullable Publication publication)
    implements SignableText {
  /** The shortest notice of a change of sub-processors (appendix B.2). */
  public static final int NOTICE_DAYS = 30;

  /**
   * The operator's representative signed it for the processor; from then on clinics can.
   *
   * @param asks what it asks of a clinic that signed an older one
   * @param at when, business time
   * @param takesEffect from when on older versions are no longer enough
   * @param signer name of the representative
   */
  public record Publication(Asks asks, Instant at, Instant takesEffect, String signer) {}

  @Override
  public DocumentKind kind() {
    return DocumentKind.AGREEMENT;
  }

  @Override
  public UUID textId() {
    return templateId;
  }

  /** When it would replace older versions if it were published now; the first one does at once. */
  Instant takesEffect(Instant now) {
    return number == 1 ? now : now.plus(Duration.ofDays(days));
  }
}
