package dk.sentinel.reports.render;

import dk.sentinel.reports.ReportTexts;
import dk.sentinel.reports.ending.DeletionCertificate;
import dk.sentinel.reports.ending.DeletionCertificate.Company;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.sf.jasperreports.engine.JRParameter;

/**
 * Prints certificates of deletions. Any number of threads may share one renderer. Rendering
 * computes and blocks: call it on a bounded scheduler, never on an event loop. Equal certificates
 * come out as equal bytes, within one release of Sentinel on one JDK.
 */
public final class CertificateRenderer {
  private static final String TEMPLATE = "certificate";
  private static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");
  private static final int KEYS_IN_A_ROW = 4;

  /** Compiles the template and loads the fonts now; may be called again at no cost. */
  public void prepare() {
    Printable.text("");
    Templates.get(TEMPLATE);
  }

  /**
   * The certificate as PDF/A-2u.
   *
   * @throws RenderingException when the document cannot be made
   */
  public byte[] pdf(DeletionCertificate certificate) {
    ReportTexts texts = ReportTexts.in(certificate.language());
    return PdfArchive.bytes(
        Templates.fill(TEMPLATE, parameters(certificate, texts), rows(certificate, texts)),
        new PdfArchive.Details(
            texts.get("certificate.name"),
            Printable.text(certificate.controller().name()),
            certificate.language(),
            certificate.deletedAt()));
  }

  /** What the platform's seal on the certificate confirms, in the certificate's language. */
  public String statement(DeletionCertificate certificate) {
    ReportTexts texts = ReportTexts.in(certificate.language());
    return texts.get(
        "certificate.seal",
        Printable.text(certificate.controller().name()),
        certificate.controller().cvr(),
        time(certificate, texts, certificate.deletedAt()));
  }

  private static Map<String, Object> parameters(
      DeletionCertificate certificate, ReportTexts texts) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put(JRParameter.REPORT_RESOURCE_BUNDLE, texts.bundle());
    parameters.put(JRParameter.REPORT_LOCALE, certificate.language().locale());
    String deleted = time(certificate, texts, certificate.deletedAt());
    parameters.put("DELETED", texts.get("certificate.deleted", deleted));
    put(parameters, "CONTROLLER", certificate.controller(), texts);
    put(parameters, "PROCESSOR", certificate.processor(), texts);
    parameters.put(
        "FOOTER",
        texts.get("certificate.name")
            + "  ·  "
            + Printable.text(certificate.controller().name())
            + "  ·  "
            + deleted);
    return parameters;
  }

  private static void put(
      Map<String, Object> parameters, String name, Company company, ReportTexts texts) {
    parameters.put(name, Printable.text(company.name()));
    parameters.put(name + "_CVR", texts.get("report.cvr", company.cvr()));
  }

  private static Collection<Map<String, ?>> rows(
      DeletionCertificate certificate, ReportTexts texts) {
    Collection<Map<String, ?>> rows = new ArrayList<>();
    NumberFormat number = NumberFormat.getIntegerInstance(certificate.language().locale());
    rows.add(row("paragraph", texts.get("certificate.statement")));
    rows.add(row("heading", texts.get("certificate.when")));
    rows.add(
        row(
            "fact",
            texts.get("certificate.terminated"),
            texts.get(
                "certificate.terminated.by",
                time(certificate, texts, certificate.terminatedAt()),
                Printable.text(certificate.terminatedBy()))));
    rows.add(
        row(
            "fact",
            texts.get("certificate.begun"),
            time(certificate, texts, certificate.begunAt())));
    rows.add(
        row(
            "fact",
            texts.get("certificate.done"),
            time(certificate, texts, certificate.deletedAt())));
    rows.add(
        row(
            "fact",
            texts.get("certificate.backups"),
            texts.get(
                "certificate.backups.by", time(certificate, texts, certificate.backupsGoneBy()))));
    rows.add(
        row(
            "fact",
            texts.get("certificate.rule"),
            texts.get("certificate.rule.text", Integer.toString(certificate.agreement()))));
    rows.add(row("heading", texts.get("certificate.what")));
    certificate
        .gone()
        .forEach(gone ->
            rows.add(
                row(
                    "count",
                    texts.get("certificate.kind." + gone.kind()),
                    number.format(gone.count()))));
    rows.add(row("heading", texts.get("certificate.left")));
    rows.add(row("paragraph", texts.get("certificate.left.text")));
    rows.add(row("fact", texts.get("certificate.log"), Printable.text(certificate.log())));
    rows.add(row("heading", texts.get("certificate.keys")));
    rows.add(
        row(
            "paragraph",
            texts.get("certificate.keys.text", number.format(certificate.keys().size()))));
    rows.add(row("fact", texts.get("certificate.keys.sha256"), certificate.keysSha256()));
    for (int from = 0; from < certificate.keys().size(); from += KEYS_IN_A_ROW) {
      List<String> some =
          certificate
              .keys()
              .subList(from, Math.min(from + KEYS_IN_A_ROW, certificate.keys().size()));
      rows.add(row("keys", String.join("     ", some)));
    }
    return rows;
  }

  private static String time(DeletionCertificate certificate, ReportTexts texts, Instant at) {
    return DateTimeFormatter.ofPattern(texts.get("format.time"), certificate.language().locale())
        .format(at.atZone(DENMARK));
  }

  private static Map<String, ?> row(String kind, String text) {
    return row(kind, text, "");
  }

  private static Map<String, ?> row(String kind, String text, String value) {
    return Map.of("kind", kind, "text", text, "value", value);
  }
}
