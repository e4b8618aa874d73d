package dk.sentinel.reports.render;

import dk.sentinel.reports.ReportTexts;
import dk.sentinel.reports.agreement.AgreementDocument;
import dk.sentinel.reports.agreement.AgreementDocument.Party;
import dk.sentinel.reports.agreement.AgreementDocument.Section;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.sf.jasperreports.engine.JRParameter;

/**
 * Prints agreements. Any number of threads may share one renderer. Rendering computes and blocks:
 * call it on a bounded scheduler, never on an event loop.
 *
 * <p>Equal documents come out as equal bytes, so the bytes can be hashed before and fetched after.
 * That holds within one release of Sentinel on one JDK: a newer library may write other bytes for
 * the same document. Whoever has bytes signed keeps those bytes, and never renders them anew to
 * check a signature.
 */
public final class AgreementRenderer {
  private static final String TEMPLATE = "agreement";

  /** Compiles the template and loads the fonts now; may be called again at no cost. */
  public void prepare() {
    Printable.text("");
    Templates.get(TEMPLATE);
  }

  /**
   * The agreement as PDF/A-2u.
   *
   * @throws RenderingException when the document cannot be made
   */
  public byte[] pdf(AgreementDocument agreement) {
    return PdfArchive.bytes(
        Templates.fill(TEMPLATE, parameters(agreement), rows(agreement)),
        new PdfArchive.Details(
            Printable.text(agreement.title()),
            ReportTexts.in(agreement.language()).get("agreement.version", agreement.version()),
            agreement.language(),
            agreement.date().atStartOfDay(ZoneOffset.UTC).toInstant()));
  }

  private static Map<String, Object> parameters(AgreementDocument agreement) {
    ReportTexts texts = ReportTexts.in(agreement.language());
    DateTimeFormatter date =
        DateTimeFormatter.ofPattern(texts.get("format.date"), agreement.language().locale());
    String title = Printable.text(agreement.title());
    String version = texts.get("agreement.version", Printable.text(agreement.version()));
    Map<String, Object> parameters = new HashMap<>();
    parameters.put(JRParameter.REPORT_RESOURCE_BUNDLE, texts.bundle());
    parameters.put(JRParameter.REPORT_LOCALE, agreement.language().locale());
    parameters.put("TITLE", title);
    parameters.put("VERSION", version);
    parameters.put("FROM", texts.get("agreement.from", date.format(agreement.date())));
    parameters.put("FOOTER", title + "  ·  " + version);
    parameters.put("PARTIES", !agreement.parties().isEmpty());
    putParties(agreement, texts, parameters);
    return parameters;
  }

  private static void putParties(
      AgreementDocument agreement, ReportTexts texts, Map<String, Object> parameters) {
    int number = 1;
    for (Party party : agreement.parties()) {
      String name = "PARTY" + number++;
      parameters.put(name + "_ROLE", Printable.text(party.role()));
      parameters.put(name + "_NAME", Printable.text(party.name()));
      parameters.put(
          name + "_DETAILS",
          Stream.concat(
                  Stream.of(texts.get("agreement.cvr", party.cvr())), party.details().stream())
              .map(Printable::text)
              .collect(Collectors.joining("\n")));
    }
  }

  private static Collection<Map<String, ?>> rows(AgreementDocument agreement) {
    ReportTexts texts = ReportTexts.in(agreement.language());
    Collection<Map<String, ?>> rows = new ArrayList<>();
    for (Section section : agreement.sections()) {
      add(rows, "heading", section.number(), section);
    }
    for (Section appendix : agreement.appendices()) {
      add(rows, "appendix", texts.get("agreement.appendix", appendix.number()), appendix);
    }
    return rows;
  }

  private static void add(
      Collection<Map<String, ?>> rows, String kind, String number, Section section) {
    String group = kind + rows.size();
    rows.add(row(kind, group, number, section.heading()));
    for (String paragraph : section.paragraphs()) {
      boolean item = paragraph.startsWith("• ") || paragraph.startsWith("- ");
      rows.add(
          row(
              item ? "item" : "paragraph",
              group,
              "",
              item ? paragraph.substring(2).strip() : paragraph));
    }
  }

  private static Map<String, ?> row(String kind, String section, String number, String text) {
    return Map.of("kind", kind, "section", section, "number", number, "text", Printable.text(text));
  }
}
