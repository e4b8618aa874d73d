package dk.sentinel.compliance.agreement.seal;

import dk.sentinel.compliance.audit.proof.document.SealedPdf;
import dk.sentinel.compliance.audit.proof.document.Trust;
import eu.europa.esig.dss.alert.SilentOnStatusAlert;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.pades.PAdESSignatureParameters;
import eu.europa.esig.dss.pades.PAdESTimestampParameters;
import eu.europa.esig.dss.pades.signature.PAdESService;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;

/**
 * Seals PDF documents: PAdES baseline LTA. The sealed file begins with the document's own bytes;
 * what is added is the platform's signature with a time stamp, the certificates and revocation
 * lists that are needed to check it years later, and a time stamp over all of it. PDF/A stays
 * PDF/A. Blocks while authorities answer; thread-safe.
 */
public final class PdfSealer {
  private final SealKey key;
  private final TimeStampAuthorities authorities;
  private final List<X509Certificate> anchors;
  private final RevocationLists revocations;
  private final Clock clock;

  /**
   * A sealer.
   *
   * @param anchors which authorities are trusted, for the seal and for time stamps
   * @param patience with each server of revocation lists
   * @param clock the machine's
   */
  public PdfSealer(
      SealKey key,
      TimeStampAuthorities authorities,
      List<X509Certificate> anchors,
      Duration patience,
      Clock clock) {
    this.key = key;
    this.authorities = authorities;
    this.anchors = List.copyOf(anchors);
    this.revocations = new RevocationLists(new Exchange(patience), clock);
    this.clock = clock;
  }

  /**
   * Seals a document.
   *
   * @param pdf the bytes that were signed
   * @param statement what the seal confirms; readers of PDF show it as the reason
   * @return the sealed file
   * @throws RuntimeException when an authority does not answer, or the seal would not be valid
   */
  public byte[] seal(byte[] pdf, String statement) {
    PAdESService service = new PAdESService(verifier());
    service.setTspSource(new StampSource(authorities));
    PAdESSignatureParameters parameters = parameters(statement);
    DSSDocument document = new InMemoryDocument(pdf);
    byte[] signed = key.sign(service.getDataToSign(document, parameters).getBytes());
    DSSDocument sealed =
        service.signDocument(document, parameters, new SignatureValue(algorithm(), signed));
    return intact(bytes(sealed));
  }

  List<X509Certificate> certificates() {
    return key.certificates();
  }

  List<X509Certificate> anchors() {
    return anchors;
  }

  /** What strangers could not verify is not given out. */
  private byte[] intact(byte[] sealed) {
    SealedPdf found =
        SealedPdf.check(sealed, new Trust(anchors, List.of(key.certificates().getFirst())));
    if (!found.isIntact()) {
      throw new IllegalStateException("the seal would not hold: " + found.damages());
    }
    return sealed;
  }

  /**
   * Puts a further time stamp over a sealed file, with what is needed to check the one before: done
   * before an authority's certificate runs out, it keeps the proof alive.
   */
  public byte[] stamp(byte[] sealed) {
    PAdESService service = new PAdESService(verifier());
    service.setTspSource(new StampSource(authorities));
    PAdESTimestampParameters parameters = new PAdESTimestampParameters();
    parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
    return bytes(service.timestamp(new InMemoryDocument(sealed), parameters));
  }

  @SuppressWarnings("JavaUtilDate") // what the library takes
  private PAdESSignatureParameters parameters(String statement) {
    PAdESSignatureParameters parameters = new PAdESSignatureParameters();
    parameters.setSignatureLevel(SignatureLevel.PAdES_BASELINE_LTA);
    parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
    parameters.setSigningCertificate(new CertificateToken(key.certificates().getFirst()));
    parameters.setCertificateChain(key.certificates().stream().map(CertificateToken::new).toList());
    parameters.getSignatureTimestampParameters().setDigestAlgorithm(DigestAlgorithm.SHA256);
    parameters.getArchiveTimestampParameters().setDigestAlgorithm(DigestAlgorithm.SHA256);
    parameters.setReason(statement);
    parameters.setAppName("Sentinel");
    parameters.bLevel().setSigningDate(Date.from(clock.instant()));
    parameters.setContentSize(24 * 1024);
    return parameters;
  }

  private CommonCertificateVerifier verifier() {
    CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
    anchors.forEach(anchor -> trusted.addCertificate(new CertificateToken(anchor)));
    CommonCertificateVerifier verifier = new CommonCertificateVerifier(true);
    verifier.setTrustedCertSources(trusted);
    verifier.setCrlSource(revocations);
    // lists are published ahead: one that was made after this very second is never there yet
    verifier.setAlertOnNoRevocationAfterBestSignatureTime(new SilentOnStatusAlert());
    verifier.setAlertOnUncoveredPOE(new SilentOnStatusAlert());
    return verifier;
  }

  private SignatureAlgorithm algorithm() {
    return key.certificates().getFirst().getPublicKey().getAlgorithm().equals("RSA")
        ? SignatureAlgorithm.RSA_SHA256
        : SignatureAlgorithm.ECDSA_SHA256;
  }

  private static byte[] bytes(DSSDocument document) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      document.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
