package dk.sentinel.reports.render;

import dk.sentinel.compliance.audit.AuditEntry;
import dk.sentinel.reports.ReportClinic;
import dk.sentinel.reports.ReportLanguage;
import dk.sentinel.reports.ReportPeriod;
import dk.sentinel.reports.agreement.AgreementDocument;
import dk.sentinel.reports.agreement.AgreementDocument.Party;
import dk.sentinel.reports.agreement.AgreementDocument.Section;
import dk.sentinel.reports.audit.AuditReport;
import dk.sentinel.reports.audit.AuditSummary;
import dk.sentinel.reports.audit.AuditTally;
import dk.sentinel.reports.diagnosis.DiagnosisCodeLabels;
import dk.sentinel.reports.diagnosis.DiagnosisFigures;
import dk.sentinel.reports.diagnosis.DiagnosisObservation;
import dk.sentinel.reports.diagnosis.DiagnosisReport;
import dk.sentinel.reports.diagnosis.Sex;
import dk.sentinel.reports.ending.DeletionCertificate;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Synthetic reports and agreements, the same at every run. */
final class Samples {
  static final ReportPeriod PERIOD =
      new ReportPeriod(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 6, 30));
  static final ReportClinic CLINIC =
      new ReportClinic(
          "Ærø Fysioterapi & Træning", "99000004", List.of("012345", "012346", "012347"));
  private static final UUID ID = UUID.fromString("5b9f0a1c-8f0e-4c55-9a50-2d8a1f5c7e11");
  private static final Instant GENERATED = Instant.parse("2026-07-02T06:15:00Z");
  private static final List<String> USUAL =
      List.of(
          "L03", "L03", "L03", "L03", "L84", "L84", "L86", "L86", "L86", "L83", "L83", "L01", "L92",
          "L92", "L08", "L90", "L90", "L15", "L89", "L13", "L87", "L91", "L17", "L77", "N87", "K90",
          "L29", "P76");

  private Samples() {}

  static DiagnosisReport usual(ReportLanguage language) {
    return report(language, CLINIC, observations(USUAL, 640));
  }

  static DiagnosisReport report(
      ReportLanguage language, ReportClinic clinic, List<DiagnosisObservation> observations) {
    DiagnosisFigures figures =
        DiagnosisFigures.of(PERIOD, observations, DiagnosisCodeLabels.own(language));
    return new DiagnosisReport(
        ID, clinic, GENERATED, Instant.parse("2026-07-01T20:03:00Z"), figures);
  }

  /** Persons of all ages with one to three diagnoses each, most of them women. */
  static List<DiagnosisObservation> observations(List<String> codes, int persons) {
    Random random = new Random(8);
    List<DiagnosisObservation> observations = new ArrayList<>();
    for (int person = 0; person < persons; person++) {
      UUID subject = new UUID(4711, person);
      Sex sex = random.nextInt(100) < 59 ? Sex.WOMAN : Sex.MAN;
      int age = (int) Math.max(6, Math.min(97, 58 + 18 * random.nextGaussian()));
      for (int code = 0; code <= random.nextInt(3); code++) {
        observations.add(
            new DiagnosisObservation(
                codes.get(random.nextInt(codes.size())),
                subject,
                sex,
                age,
                PERIOD.from().plusDays(random.nextInt(180))));
      }
    }
    return observations;
  }

  static AgreementDocument agreement() {
    List<Section> sections = new ArrayList<>();
    for (int clause = 1; clause <= 15; clause++) {
      sections.add(
          new Section(
              String.valueOf(clause),
              "Den dataansvarliges rettigheder og forpligtelser",
              List.of(
                  "Databehandleren må kun behandle personoplysninger efter dokumenteret instruks"
                      + " fra den dataansvarlige, medmindre det kræves i henhold til EU-ret eller"
                      + " medlemsstaternes nationale ret, som databehandleren er underlagt.",
                  "Følgende gælder særligt for opgave nr. " + clause + ":",
                  "• oplysningerne behandles fortroligt og kun af personer med et sagligt behov,"
                      + " som er underlagt tavshedspligt efter sundhedslovens regler",
                  "• oplysningerne slettes, når formålet er opfyldt.")));
    }
    List<Section> appendices = new ArrayList<>();
    for (String letter : List.of("A", "B", "C", "D")) {
      appendices.add(
          new Section(
              letter,
              "Oplysninger om behandlingen",
              List.of("Behandlingen omfatter diagnosekoder, ydelseskoder og henvisninger.")));
    }
    return new AgreementDocument(
        "Databehandleraftale",
        "2026-1",
        ReportLanguage.DA,
        LocalDate.of(2026, 1, 1),
        List.of(
            new Party("Dataansvarlig", CLINIC.name(), CLINIC.cvr(), List.of("Ydernummer 012345")),
            new Party(
                "Databehandler", "Sentinel Drift ApS", "99000012", List.of("2100 København Ø"))),
        sections,
        appendices);
  }

  /** A clinic's log of three years with something of everything. */
  static DeletionCertificate certificate(ReportLanguage language, int keys) {
    return new DeletionCertificate(
        language,
        new DeletionCertificate.Company("Ærø Fysioterapi & Træning", "99000007"),
        new DeletionCertificate.Company("Sentinel Drift ApS", "99000147"),
        1,
        Instant.parse("2026-05-31T10:00:00Z"),
        "Karen Højgaard Østergaard",
        Instant.parse("2026-06-30T10:00:30Z"),
        Instant.parse("2026-06-30T10:02:00Z"),
        Instant.parse("2026-07-30T10:02:00Z"),
        Stream.of(
                "person-keys",
                "clinic-key",
                "diagnoses",
                "contacts",
                "services",
                "referrals",
                "patients",
                "source-records",
                "receipts",
                "persons",
                "invitations",
                "roles",
                "permissions",
                "ydernumre")
            .map(kind -> new DeletionCertificate.Gone(kind, kind.length() * 1234L))
            .toList(),
        IntStream.range(0, keys).mapToObj(key -> "%016x".formatted(key * 7919L)).toList(),
        "0123456789abcdef".repeat(4),
        "sentinel.example/log/5b9f0a1c-8f0e-4c55-9a50-2d8a1f5c7e11");
  }

  static AuditReport log(ReportLanguage language) {
    AuditTally tally = new AuditTally();
    Random random = new Random(5);
    Instant at = Instant.parse("2024-02-01T08:00:00Z");
    for (int position = 0; position < 9_000; position++) {
      at = at.plusSeconds(random.nextInt(17_000));
      tally.add(position, entry(at, random.nextInt(1_000)));
    }
    return log(language, null, null, tally.summary());
  }

  /** A log with these counts. */
  static AuditReport log(
      ReportLanguage language,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      AuditSummary summary) {
    return new AuditReport(
        CLINIC,
        from,
        to,
        GENERATED,
        language,
        new AuditReport.Head(
            "sentinel.dk/log/5c1f0e0a-0000-4000-8000-000000000001",
            summary.acts(),
            "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=",
            "sentinel.dk/log/5c1f0e0a-0000-4000-8000-000000000001+9f86d081"
                + "+ATu5pFcYZ4lk7R0aS8M0VQm6B1hX0y3N5oYwD8eJt2Gc",
            "sentinel.dk/log/5c1f0e0a-0000-4000-8000-000000000001\n"
                + summary.acts()
                + "\nn4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=\n\n"
                + "— sentinel.dk/log/5c1f0e0a-0000-4000-8000-000000000001 n4bQgXoP6k3rB0y5mQ9wJ"
                + "b7cQf2s1uVxYzA3dEhGiKlMnOpRtSvWx4Z8aBcDeFgHjKlMnPqRsTuVwXyZ012345678\n"),
        Map.of("id-owner", "Ågot Ejer", "id-physiotherapist", "Frida Fys"),
        summary);
  }

  private static AuditEntry entry(Instant at, int kind) {
    if (kind < 12) {
      return entry(at, "project.enrol", "owner", "refused", "project", "gate-closed");
    }
    if (kind < 20) {
      return entry(at, "member.add", "owner", "success", "person", "word");
    }
    if (kind < 50) {
      return entry(at, "report.export", "physiotherapist", "success", "report", "word");
    }
    if (kind < 60) {
      return entry(at, "audit.search", "auditor", "success", "audit-log", "word");
    }
    if (kind < 62) {
      return entry(at, "journal.store", "practice-system", "failure", "bundle", "word");
    }
    return kind < 300
        ? entry(at, "report.open", "physiotherapist", "success", "report", "word")
        : entry(at, "journal.store", "practice-system", "success", "bundle", "word");
  }

  private static AuditEntry entry(
      Instant at, String action, String role, String outcome, String object, String reason) {
    return new AuditEntry(
        new UUID(0, 1),
        at,
        new UUID(0, 2),
        new UUID(0, 3),
        new AuditEntry.By("person", "id-" + role, role, null, null, null, null, null, null),
        action,
        new AuditEntry.On(
            object, object.equals("person") ? "id-physiotherapist" : "diagnosekodning"),
        outcome,
        action.startsWith("journal") || action.startsWith("report") ? "QUALITY_42D" : "ADMIN",
        null,
        reason.equals("gate-closed") ? Map.of("reason", reason) : Map.of(),
        null,
        null,
        null);
  }
}
