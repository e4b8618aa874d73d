package dk.sentinel.compliance.agreement.seal;

import java.time.Instant;
import java.util.UUID;

/**
 * A sealed document with the evidence of its signature.
 *
 * @param signature whose
 * @param pdf the sealed PDF
 * @param evidence JSON, the bytes that the time stamp is over
 * @param evidenceStamp RFC 3161 TimeStampToken, DER
 * @param certificates PEM: the seal's certificate, then each issuer
 * @param anchors PEM: the authorities that were trusted when it was made
 * @param sealedAt machine time
 */
public record Sealed(
    UUID signature,
    Bytes pdf,
    Bytes evidence,
    Bytes evidenceStamp,
    String certificates,
    String anchors,
    Instant sealedAt) {}
