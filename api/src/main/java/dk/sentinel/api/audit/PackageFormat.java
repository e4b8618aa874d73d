package dk.sentinel.api.audit;

import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.Agreements;
import dk.sentinel.compliance.audit.ProofFiles;
import dk.sentinel.compliance.audit.ProofFiles.ProofFile;
import dk.sentinel.compliance.audit.VerifierProgram;
import dk.sentinel.compliance.audit.proof.Checkpoint;
import dk.sentinel.compliance.audit.proof.SignedNote;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The whole log with its proofs, for somebody who has never seen Sentinel: read-me files, the
 * agreement in force, and the files that {@code sentinel-verify.jar} checks.
 */
@Component
final class PackageFormat implements ExportFormat {
  private final TenantTransactions transactions;
  private final ProofFiles proofs;
  private final Agreements agreements;
  private final VerifierProgram program;
  private final String danish = template(TextLanguage.DA);
  private final String english = template(TextLanguage.EN);

  PackageFormat(
      TenantTransactions transactions,
      ProofFiles proofs,
      Agreements agreements,
      VerifierProgram program) {
    this.transactions = transactions;
    this.proofs = proofs;
    this.agreements = agreements;
    this.program = program;
  }

  @Override
  public String code() {
    return "package";
  }

  @Override
  public String extension() {
    return "zip";
  }

  @Override
  public MediaType type() {
    return MediaType.parseMediaType("application/zip");
  }

  @Override
  public boolean comesInParts() {
    return false;
  }

  @Override
  public Flux<DataBuffer> body(ExportedLog log) {
    return ActContext.current().flatMapMany(act -> ZipStream.of(files(act, log), log.takenAt()));
  }

  private Flux<ProofFile> files(ActContext act, ExportedLog log) {
    return Flux.just(readme(TextLanguage.DA, danish, log), readme(TextLanguage.EN, english, log))
        .concatWith(transactions.inTransaction(act, this::agreement))
        .concatWith(proofs.files(act, log.head()));
  }

  private static String template(TextLanguage language) {
    String name = "package-readme." + language.tag() + ".txt";
    try (InputStream stream = PackageFormat.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("built without " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }

  private ProofFile readme(TextLanguage language, String template, ExportedLog log) {
    return new ProofFile(
        "README." + language.tag() + ".txt",
        filled(template, log).getBytes(StandardCharsets.UTF_8));
  }

  private String filled(String text, ExportedLog log) {
    Checkpoint head = Checkpoint.parse(SignedNote.parse(log.head().note()).text());
    return text.replace("{log}", head.origin())
        .replace("{size}", Long.toString(log.head().size()))
        .replace(
            "{taken}",
            DateTimeFormatter.ISO_INSTANT.format(log.takenAt().truncatedTo(ChronoUnit.SECONDS)))
        .replace("{verifier}", program.sha256())
        .replace(
            "{file}",
            "sentinel-audit-log-"
                + LocalDate.ofInstant(log.takenAt(), ExportPeriod.DENMARK)
                + ".zip")
        .replace("{cvr}", log.clinic().cvr())
        .replace("{clinic}", log.clinic().name());
  }

  /** The agreement that binds now, as it was signed; reading it is recorded. */
  private Mono<ProofFile> agreement(TenantTransaction transaction) {
    return agreements
        .inForce(transaction)
        .flatMap(inForce -> agreements.byHash(transaction, inForce.document()))
        .flatMap(document ->
            agreements
                .read(transaction, document)
                .map(pdf ->
                    new ProofFile(
                        "agreement/agreement-"
                            + document.version()
                            + "."
                            + document.language().tag()
                            + ".pdf",
                        pdf)));
  }
}
