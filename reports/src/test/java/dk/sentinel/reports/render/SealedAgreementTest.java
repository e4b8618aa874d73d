package dk.sentinel.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.compliance.agreement.seal.FileSealKey;
import dk.sentinel.compliance.agreement.seal.PdfSealer;
import dk.sentinel.compliance.agreement.seal.SealCertificates;
import dk.sentinel.compliance.agreement.seal.TimeStampAuthorities;
import dk.sentinel.infra.authority.LocalAuthority;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sealed agreement before the eyes of others: veraPDF, EU DSS and {@code pdfsig} (Debian: {@code
 * poppler-utils}). Where {@code SENTINEL_PDFSIG} is set the last may not be left out.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SealedAgreementTest {
  private static final Path PDFSIG = Path.of("/usr/bin/pdfsig");

  private final byte[] agreement = new AgreementRenderer().pdf(Samples.agreement());
  private LocalAuthority authority;
  private List<X509Certificate> anchors;
  private byte[] sealed;

  @BeforeAll
  void seal(@TempDir Path directory) throws Exception {
    authority = LocalAuthority.start(directory, 0);
    anchors = SealCertificates.read(directory.resolve("trust-anchors.pem"));
    FileSealKey key =
        FileSealKey.open(
            directory.resolve("seal-signing.key"),
            SealCertificates.read(directory.resolve("seal-certificates.pem")));
    Duration patience = Duration.ofSeconds(5);
    Clock clock = Clock.systemUTC();
    PdfSealer sealer =
        new PdfSealer(
            key,
            new TimeStampAuthorities(List.of(authority.timeStamps()), patience, clock),
            anchors,
            patience,
            clock);
    sealed = sealer.seal(agreement, "Databehandleraftale version 1: underskrevet af Ågot Ærlig");
  }

  @AfterAll
  void stop() {
    authority.close();
  }

  @Test
  void it_is_still_pdf_a_2u() throws Exception {
    assertThat(Pdf.faults(sealed)).isEmpty();
  }

  @Test
  void it_begins_with_the_bytes_that_were_signed() {
    assertThat(Arrays.copyOf(sealed, agreement.length)).isEqualTo(agreement);
  }

  @Test
  void the_european_validation_calls_it_valid_without_asking_anybody() {
    authority.close();
    SignedDocumentValidator validator =
        SignedDocumentValidator.fromDocument(new InMemoryDocument(sealed));
    CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
    anchors.forEach(anchor -> trusted.addCertificate(new CertificateToken(anchor)));
    CommonCertificateVerifier offline = new CommonCertificateVerifier(true);
    offline.setTrustedCertSources(trusted);
    validator.setCertificateVerifier(offline);
    SimpleReport report = validator.validateDocument().getSimpleReport();
    assertThat(report.getSignaturesCount()).isEqualTo(1);
    String signature = report.getFirstSignatureId();
    assertThat(report.getIndication(signature))
        .as(report.getSubIndication(signature) + " " + report.getAdESValidationErrors(signature))
        .isEqualTo(Indication.TOTAL_PASSED);
    assertThat(report.getSignatureFormat(signature)).isEqualTo(SignatureLevel.PAdES_BASELINE_LTA);
  }

  @Test
  void pdfsig_calls_it_valid(@TempDir Path directory) throws Exception {
    Assumptions.assumeTrue(
        Files.exists(PDFSIG) || System.getenv("SENTINEL_PDFSIG") != null,
        "pdfsig (poppler-utils) is not installed");
    Path file = Files.write(directory.resolve("sealed.pdf"), sealed);
    Process process =
        new ProcessBuilder(PDFSIG.toString(), file.toString()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("Signature Validation: Signature is Valid.");
  }
}
