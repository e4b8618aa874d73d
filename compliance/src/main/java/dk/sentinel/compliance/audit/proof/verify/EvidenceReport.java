package dk.sentinel.compliance.audit.proof.verify;

import dk.sentinel.compliance.audit.proof.document.SealedPdf;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the check of a signature's evidence found, for people and for programs. */
final class EvidenceReport {
  private final EvidenceCheck.Result result;
  private final Path subject;

  EvidenceReport(EvidenceCheck.Result result, Path subject) {
    this.result = result;
    this.subject = subject;
  }

  String text(Locale locale) {
    Wording wording = new Wording(locale);
    StringBuilder text = new StringBuilder();
    line(text, wording.text("title", subject));
    text.append('\n');
    line(text, wording.text("evidence.signer", result.signer()));
    line(text, wording.text("evidence.signedAt", result.signedAt()));
    line(text, wording.text("evidence.document", result.document()));
    SealedPdf pdf = result.pdf();
    if (pdf != null && pdf.sealedBy() != null) {
      line(text, wording.text("evidence.sealedBy", pdf.sealedBy()));
    }
    if (pdf != null && pdf.sealedAt() != null) {
      line(text, wording.text("evidence.sealedAt", pdf.sealedAt()));
    }
    if (result.stampedAt() != null) {
      line(text, wording.text("evidence.stampedAt", result.stampedAt()));
    }
    line(text, wording.text(result.anchorsGiven() ? "evidence.given" : "evidence.came-along"));
    text.append('\n');
    if (result.isIntact()) {
      line(text, wording.text("evidence.intact"));
      return text.toString();
    }
    line(text, wording.text("evidence.damaged", result.damages().size()));
    result
        .damages()
        .forEach(each ->
            line(text, "  - " + wording.text("evidence.damage." + each.kind(), each.file())));
    text.append('\n');
    line(text, wording.text("damaged.then"));
    return text.toString();
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }

  /** One JSON object on one line. */
  String json() {
    return "{\"intact\":"
        + result.isIntact()
        + ",\"document\":"
        + Json.quoted(result.document())
        + ",\"signer\":"
        + Json.quoted(result.signer())
        + ",\"signedAt\":"
        + Json.quoted(result.signedAt())
        + ",\"damages\":"
        + result.damages().stream()
            .map(each ->
                "{\"kind\":\"" + each.kind() + "\",\"file\":" + Json.quoted(each.file()) + "}")
            .collect(Collectors.joining(",", "[", "]"))
        + "}\n";
  }
}
