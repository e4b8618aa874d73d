package dk.sentinel.reports.render;

import dk.sentinel.reports.ReportClinic;
import dk.sentinel.reports.ReportLanguage;
import dk.sentinel.reports.audit.AuditTally;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Writes every kind of document into a folder, to be looked at by a person. */
final class Look {
  private Look() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    ReportRenderer renderer = new ReportRenderer();
    long t = System.nanoTime();
    renderer.prepare();
    t = time("prepare", t);
    Files.write(folder.resolve("usual-da.pdf"), renderer.pdf(Samples.usual(ReportLanguage.DA)));
    t = time("first pdf", t);
    Files.write(folder.resolve("usual-en.pdf"), renderer.pdf(Samples.usual(ReportLanguage.EN)));
    t = time("second pdf", t);
    Files.write(folder.resolve("usual-da.xlsx"), renderer.xlsx(Samples.usual(ReportLanguage.DA)));
    t = time("xlsx", t);
    Files.write(
        folder.resolve("empty.pdf"),
        renderer.pdf(Samples.report(ReportLanguage.DA, Samples.CLINIC, List.of())));
    Files.write(
        folder.resolve("one.pdf"),
        renderer.pdf(
            Samples.report(
                ReportLanguage.DA, Samples.CLINIC, Samples.observations(List.of("L90"), 1))));
    List<String> codes = new ArrayList<>();
    for (int code = 0; code < 200; code++) {
      codes.add("L%02d".formatted(code % 100).replace('L', (char) ('L' + code / 100)));
    }
    ReportClinic longName =
        new ReportClinic(
            "Fysioterapeuterne i Sønder Åby, Nørre Broby og Ærøskøbing – Klinik for Fysioterapi,"
                + " Ridefysioterapi, Genoptræning og Håndterapi I/S v/ Østergård & Bækgaard",
            "99000004",
            List.of(
                "012345", "012346", "012347", "012348", "012349", "012350", "012351", "012352",
                "012353", "012354", "012355", "012356"));
    Files.write(
        folder.resolve("many.pdf"),
        renderer.pdf(
            Samples.report(ReportLanguage.DA, longName, Samples.observations(codes, 3000))));
    t = time("others", t);
    Files.write(folder.resolve("agreement.pdf"), new AgreementRenderer().pdf(Samples.agreement()));
    t = time("agreement", t);
    CertificateRenderer certificates = new CertificateRenderer();
    for (ReportLanguage language : ReportLanguage.values()) {
      Files.write(
          folder.resolve("certificate-" + language.tag() + ".pdf"),
          certificates.pdf(Samples.certificate(language, 700)));
    }
    AuditRenderer log = new AuditRenderer();
    Files.write(folder.resolve("log-da.pdf"), log.pdf(Samples.log(ReportLanguage.DA)));
    Files.write(folder.resolve("log-en.pdf"), log.pdf(Samples.log(ReportLanguage.EN)));
    Files.write(
        folder.resolve("log-empty.pdf"),
        log.pdf(
            Samples.log(
                ReportLanguage.DA,
                LocalDate.of(2026, 1, 1),
                LocalDate.of(2026, 1, 31),
                new AuditTally().summary())));
    time("logs", t);
  }

  private static long time(String what, long since) {
    long now = System.nanoTime();
    System.out.println(what + " " + (now - since) / 1_000_000 + " ms");
    return now;
  }
}
