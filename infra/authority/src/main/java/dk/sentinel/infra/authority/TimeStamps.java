package dk.sentinel.infra.authority;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** Answers requests for time stamps (RFC 3161). Thread-safe. */
final class TimeStamps {
  private static final ASN1ObjectIdentifier POLICY =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.55555.1.1");

  private final PrivateKey key;
  private final X509Certificate certificate;
  private final List<X509Certificate> chain;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  TimeStamps(PrivateKey key, X509Certificate certificate, X509Certificate issuer, Clock clock) {
    this.key = key;
    this.certificate = certificate;
    this.chain = List.of(certificate, issuer);
    this.clock = clock;
  }

  /**
   * The answer to a request.
   *
   * @throws IOException when the request cannot be read or answered
   */
  @SuppressWarnings("JavaUtilDate") // what the library takes
  byte[] answer(byte[] request) throws IOException {
    try {
      DigestCalculator sha256 =
          new JcaDigestCalculatorProviderBuilder()
              .build()
              .get(new org.bouncycastle.asn1.x509.AlgorithmIdentifier(TSPAlgorithms.SHA256));
      TimeStampTokenGenerator tokens =
          new TimeStampTokenGenerator(
              new JcaSimpleSignerInfoGeneratorBuilder().build("SHA256withECDSA", key, certificate),
              sha256,
              POLICY);
      tokens.addCertificates(new JcaCertStore(chain));
      return new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED)
          .generate(
              new TimeStampRequest(request),
              new BigInteger(127, random).add(BigInteger.ONE),
              Date.from(clock.instant()))
          .getEncoded();
    } catch (GeneralSecurityException | OperatorCreationException | TSPException e) {
      throw new IOException("no time stamp", e);
    }
  }
}
