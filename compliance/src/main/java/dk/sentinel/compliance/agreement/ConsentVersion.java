package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.TextLanguage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/**
 * The practice consent in a clinic's name, as it is offered now. It comes with the software; its id
 * follows from its words, so a clinic that takes another name is offered another text.
 *
 * @param clinic in whose name
 * @param number of the text
 * @param textId the beginning of the SHA-256 of its words in every language
 */
public record ConsentVersion(Party clinic, int number, UUID textId) implements SignableText {
  /** What the clinic can sign now. */
  public static ConsentVersion of(Party clinic) {
    byte[][] hashes =
        Arrays.stream(TextLanguage.values())
            .map(language -> ConsentText.of(clinic, language).sha256().bytes())
            .toArray(byte[][]::new);
    ByteBuffer hash = ByteBuffer.wrap(Sha256.of(hashes).bytes());
    return new ConsentVersion(
        clinic, ConsentText.CURRENT, new UUID(hash.getLong(), hash.getLong()));
  }

  @Override
  public DocumentKind kind() {
    return DocumentKind.CONSENT;
  }

  /** Its words in one language. */
  public ConsentText text(TextLanguage language) {
    return ConsentText.of(clinic, language);
  }
}
