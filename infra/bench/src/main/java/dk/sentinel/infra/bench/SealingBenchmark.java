package dk.sentinel.infra.bench;

import dk.sentinel.compliance.agreement.seal.FileSealKey;
import dk.sentinel.compliance.agreement.seal.PdfSealer;
import dk.sentinel.compliance.agreement.seal.SealCertificates;
import dk.sentinel.compliance.agreement.seal.TimeStampAuthorities;
import dk.sentinel.infra.authority.LocalAuthority;
import dk.sentinel.reports.ReportLanguage;
import dk.sentinel.reports.agreement.AgreementDocument;
import dk.sentinel.reports.render.AgreementRenderer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How long it takes to render and seal an agreement of fifteen clauses and four appendices, one
 * after the other, with an authority on the same machine: real ones add their own time on the way,
 * three questions for each seal. The raw baseline, in the same run, is the rendering alone.
 */
public final class SealingBenchmark {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private SealingBenchmark() {}

  /** Measures: {@code --documents N --warm-up N}. */
  public static void main(String[] args) throws Exception {
    int documents = Arguments.number(args, "--documents", 100);
    int warmUp = Arguments.number(args, "--warm-up", 20);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path scratch = Files.createTempDirectory("sentinel-bench");
    try (LocalAuthority authority = LocalAuthority.start(scratch, 0)) {
      AgreementRenderer renderer = new AgreementRenderer();
      PdfSealer sealer = sealer(authority, scratch);
      long[] rendering = new long[documents];
      long[] both = new long[documents];
      for (int each = -warmUp; each < documents; each++) {
        AgreementDocument agreement = agreement(each);
        long begun = System.nanoTime();
        byte[] pdf = renderer.pdf(agreement);
        long rendered = System.nanoTime();
        byte[] sealed = sealer.seal(pdf, "Benchmark");
        long ended = System.nanoTime();
        if (each >= 0) {
          rendering[each] = rendered - begun;
          both[each] = ended - begun;
        }
        if (each == -warmUp) {
          out.printf(
              Locale.ROOT,
              "The first: %,d ms; %,d KB rendered, %,d KB sealed.%n",
              (ended - begun) / 1_000_000,
              pdf.length >> 10,
              sealed.length >> 10);
        }
      }
      tell(out, "Rendering alone      ", rendering);
      tell(out, "Rendering and sealing", both);
      out.printf(
          Locale.ROOT,
          "Ratio of the medians: %.2f. Target: rendering and sealing p95 at most 1,000 ms warm.%n",
          (double) at(both, 50) / at(rendering, 50));
    } finally {
      delete(scratch);
    }
  }

  private static PdfSealer sealer(LocalAuthority authority, Path keys) {
    return new PdfSealer(
        FileSealKey.open(
            keys.resolve("seal-signing.key"),
            SealCertificates.read(keys.resolve("seal-certificates.pem"))),
        new TimeStampAuthorities(List.of(authority.timeStamps()), PATIENCE, Clock.systemUTC()),
        SealCertificates.read(keys.resolve("trust-anchors.pem")),
        PATIENCE,
        Clock.systemUTC());
  }

  private static AgreementDocument agreement(int number) {
    List<AgreementDocument.Section> clauses = new ArrayList<>();
    for (int clause = 1; clause <= 15; clause++) {
      clauses.add(section(Integer.toString(clause)));
    }
    return new AgreementDocument(
        "Databehandleraftale",
        "1",
        ReportLanguage.ofTag("da"),
        LocalDate.of(2026, 1, 1),
        List.of(
            new AgreementDocument.Party(
                "Dataansvarlig", "Klinik " + number, "99000007", List.of())),
        clauses,
        List.of(section("A"), section("B"), section("C"), section("D")));
  }

  private static AgreementDocument.Section section(String number) {
    String paragraph =
        "Databehandleren må kun behandle personoplysninger efter dokumenteret instruks fra den"
            + " dataansvarlige, medmindre det kræves i henhold til lovgivningen.";
    return new AgreementDocument.Section(
        number, "Rettigheder og forpligtelser", List.of(paragraph, paragraph, paragraph));
  }

  private static void tell(PrintStream out, String what, long[] nanoseconds) {
    out.printf(
        Locale.ROOT,
        "%s p50 %,5d ms, p95 %,5d ms, longest %,5d ms%n",
        what,
        at(nanoseconds, 50) / 1_000_000,
        at(nanoseconds, 95) / 1_000_000,
        at(nanoseconds, 100) / 1_000_000);
  }

  private static long at(long[] values, int percent) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)];
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
