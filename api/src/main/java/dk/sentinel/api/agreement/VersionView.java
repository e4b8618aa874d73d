package dk.sentinel.api.agreement;

import dk.sentinel.compliance.agreement.AgreementVersion;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A version of the agreement as it is listed.
 *
 * @param version its number
 * @param sha256 hash of the text in both languages
 * @param broughtAt when the operator brought it
 * @param days from publication until it replaces the version before
 * @param asks signature or notice; null while it is a draft
 * @param publishedAt null while it is a draft
 * @param takesEffect null while it is a draft
 * @param signer who signed it for the processor; null while it is a draft
 */
record VersionView(
    int version,
    String sha256,
    Instant broughtAt,
    int days,
    @Nullable String asks,
    @Nullable Instant publishedAt,
    @Nullable Instant takesEffect,
    @Nullable String signer) {

  static VersionView of(AgreementVersion version) {
    Optional<AgreementVersion.Publication> published = Optional.ofNullable(version.publication());
    return new VersionView(
        version.number(),
        version.sha256().hex(),
        version.broughtAt(),
        version.days(),
        published.map(each -> each.asks().code()).orElse(null),
        published.map(AgreementVersion.Publication::at).orElse(null),
        published.map(AgreementVersion.Publication::takesEffect).orElse(null),
        published.map(AgreementVersion.Publication::signer).orElse(null));
  }
}
