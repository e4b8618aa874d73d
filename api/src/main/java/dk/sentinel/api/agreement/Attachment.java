package dk.sentinel.api.agreement;

import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.DocumentKind;
import java.nio.charset.StandardCharsets;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** A file to keep. */
final class Attachment {
  private Attachment() {}

  /** A PDF that says in its name what it is, in the language that it has. */
  static ResponseEntity<byte[]> pdf(
      DocumentKind kind, TextLanguage language, int version, String state, byte[] body) {
    boolean danish = language == TextLanguage.DA;
    String name =
        switch (kind) {
          case AGREEMENT -> danish ? "databehandleraftale" : "data-processing-agreement";
          case CONSENT -> danish ? "praksissamtykke" : "practice-consent";
        };
    return of(MediaType.APPLICATION_PDF, "%s-%d%s.pdf".formatted(name, version, state), body);
  }

  static ResponseEntity<byte[]> of(MediaType type, String name, byte[] body) {
    return ResponseEntity.ok()
        .contentType(type)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename(name, StandardCharsets.UTF_8)
                .build()
                .toString())
        .body(body);
  }
}
