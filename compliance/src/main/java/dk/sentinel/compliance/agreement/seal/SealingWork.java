package dk.sentinel.compliance.agreement.seal;

import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.DocumentKind;
import dk.sentinel.compliance.agreement.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A signature that somebody has begun to seal.
 *
 * @param signature its id
 * @param document the hash of what was signed
 * @param pdf the bytes that were signed
 * @param evidence JSON text
 * @param confirmed what the seal confirms
 */
record SealingWork(
    UUID signature, Sha256 document, Bytes pdf, String evidence, Confirmed confirmed) {

  /**
   * What the seal confirms, as its reader is told.
   *
   * @param jointlyWith name of who signed first where two sign jointly and this one came last
   * @param signedAt business time
   * @param level URI
   */
  record Confirmed(
      DocumentKind kind,
      TextLanguage language,
      int version,
      String signer,
      @Nullable String jointlyWith,
      String organization,
      String cvr,
      String level,
      Instant signedAt) {}

  byte[] evidenceBytes() {
    return evidence.getBytes(StandardCharsets.UTF_8);
  }
}
