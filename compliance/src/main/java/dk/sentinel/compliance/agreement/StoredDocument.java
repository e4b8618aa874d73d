package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.TextLanguage;
import java.util.UUID;

/**
 * An agreement or a consent as printed for one clinic, kept for good: the bytes that are hashed and
 * signed.
 *
 * @param id its id
 * @param kind what it is
 * @param textId the text it was printed from
 * @param version of the text
 * @param language of the text
 * @param sha256 hash of the bytes
 */
public record StoredDocument(
    UUID id, DocumentKind kind, UUID textId, int version, TextLanguage language, Sha256 sha256) {}
