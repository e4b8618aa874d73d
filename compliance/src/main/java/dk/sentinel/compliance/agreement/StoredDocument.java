package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.TextLanguage;
import java.util.UUID;

/**
 * An agreement as printed for one clinic, kept for good: the bytes that are hashed and signed.
 *
 * @param id its id
 * @param templateId the text it was printed from
 * @param version of the text
 * @param language of the text
 * @param sha256 hash of the bytes
 */
public record StoredDocument(
    UUID id, UUID templateId, int version, TextLanguage language, Sha256 sha256) {}
