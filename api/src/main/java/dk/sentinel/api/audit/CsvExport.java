package dk.sentinel.api.audit;

import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.audit.AuditEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Entries as lines for a spreadsheet. Pure. */
final class CsvExport {
  private static final Map<TextLanguage, List<String>> HEADERS =
      Map.of(
          TextLanguage.DA,
          List.of(
              "nr. i loggen",
              "tidspunkt (UTC)",
              "hvem",
              "navn",
              "rolle",
              "sikringsniveau",
              "handling",
              "udfald",
              "formål",
              "genstand",
              "genstandens id",
              "person (pseudonym)",
              "retsgrundlag",
              "databehandleraftale",
              "praksissamtykke",
              "tilmelding",
              "adresse",
              "program",
              "øvrigt",
              "korrelation"),
          TextLanguage.EN,
          List.of(
              "number in the log",
              "time (UTC)",
              "who",
              "name",
              "role",
              "assurance level",
              "action",
              "outcome",
              "purpose",
              "object",
              "object id",
              "person (pseudonym)",
              "legal basis",
              "agreement",
              "practice consent",
              "enrolment",
              "address",
              "program",
              "details",
              "correlation"));

  private static final AuditEntry.Why NO_BASIS = new AuditEntry.Why("", null, null, null, null);
  private static final AuditEntry.From NOWHERE = new AuditEntry.From(null, "");

  private final TextLanguage language;
  private final CsvText text;
  private final Map<String, String> names;

  /**
   * A writer.
   *
   * @param language of the header, and with it the separator
   * @param names of the clinic's people by id
   */
  CsvExport(TextLanguage language, Map<String, String> names) {
    this.language = language;
    this.text = new CsvText(language);
    this.names = names;
  }

  /** The byte order mark and the names of the columns; the first tells a part from the whole. */
  String header(ExportPeriod period) {
    List<String> columns = new ArrayList<>(Objects.requireNonNull(HEADERS.get(language)));
    if (!period.isWhole()) {
      String part = language == TextLanguage.DA ? " (udsnit " : " (part ";
      columns.set(0, columns.getFirst() + part + period.text() + ")");
    }
    return CsvText.BYTE_ORDER_MARK + text.line(columns.stream());
  }

  /** One entry. */
  String line(long position, AuditEntry entry) {
    AuditEntry.By actor = entry.actor();
    AuditEntry.On object = entry.object();
    AuditEntry.Why basis = Objects.requireNonNullElse(entry.basis(), NO_BASIS);
    AuditEntry.From origin = Objects.requireNonNullElse(entry.origin(), NOWHERE);
    return text.line(
        Stream.of(
                Long.toString(position),
                entry.recordedAt().toString(),
                actor.id(),
                names.get(actor.id()),
                actor.role(),
                level(actor.level()),
                entry.action(),
                entry.outcome(),
                entry.purpose(),
                object.type(),
                object.id(),
                entry.subject(),
                basis.legal(),
                number(basis.agreement()),
                number(basis.consent()),
                basis.enrolment(),
                origin.address(),
                origin.client(),
                details(entry.details()),
                entry.correlation().toString())
            .map(value -> Objects.requireNonNullElse(value, "")));
  }

  private static @Nullable String level(@Nullable String level) {
    return level == null ? null : level.substring(level.lastIndexOf('/') + 1);
  }

  private static @Nullable String number(@Nullable Integer version) {
    return version == null ? null : version.toString();
  }

  private static String details(Map<String, Object> details) {
    return new TreeMap<>(details)
        .entrySet().stream()
            .map(detail -> detail.getKey() + "=" + detail.getValue())
            .collect(Collectors.joining(" "));
  }
}
