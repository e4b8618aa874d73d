package dk.sentinel.compliance.agreement.seal;

import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.DocumentKind;
import dk.sentinel.compliance.agreement.Sha256;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A signature and whether its document is sealed yet.
 *
 * @param signature its id
 * @param kind what was signed
 * @param version of the document
 * @param language of the document
 * @param document hash of what was signed
 * @param signer name, or alias of a name-protected person
 * @param jointlyWith name of who signed first where two sign jointly and this one came last
 * @param signedAt business time
 * @param sealedAt machine time; null while sealing is under way
 */
public record SignatureState(
    UUID signature,
    DocumentKind kind,
    int version,
    TextLanguage language,
    Sha256 document,
    String signer,
    @Nullable String jointlyWith,
    Instant signedAt,
    @Nullable Instant sealedAt) {}
