package dk.sentinel.compliance.agreement;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The agreement that binds: the only thing that opens the gate "agreement".
 *
 * @param signatureId the signature that brought it into force
 * @param version of the text
 * @param document hash of what was signed
 * @param signedAt business time
 * @param signer name of who signed
 * @param jointlyWith name of who signed first where two sign jointly; null when one was enough
 * @param level of assurance, as URI
 */
public record AgreementInForce(
    UUID signatureId,
    int version,
    Sha256 document,
    Instant signedAt,
    String signer,
    @Nullable String jointlyWith,
    String level) {}
