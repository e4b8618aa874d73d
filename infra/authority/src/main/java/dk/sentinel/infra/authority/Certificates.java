package dk.sentinel.infra.authority;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues the certificates of one authority and its list of revoked ones, which is empty. */
final class Certificates {
  private static final Duration VALID = Duration.ofDays(3650);
  private static final Duration LIST_VALID = Duration.ofDays(7);

  private final X500Name name;
  private final KeyPair keys;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  Certificates(X500Name name, KeyPair keys, Clock clock) {
    this.name = name;
    this.keys = keys;
    this.clock = clock;
  }

  /** The certificate that the authority issues to itself: the trust anchor. */
  X509Certificate own() {
    return issue(
        name,
        keys.getPublic(),
        (builder, extensions) -> {
          builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
          builder.addExtension(
              Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        });
  }

  /** A certificate for sealing documents. */
  X509Certificate seal(String subject, PublicKey key, URI revocations) {
    return issue(
        new X500Name(subject),
        key,
        (builder, extensions) -> {
          endEntity(builder, extensions, revocations);
          builder.addExtension(
              Extension.keyUsage,
              true,
              new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
        });
  }

  /** A certificate for time stamps (RFC 3161, section 2.3). */
  X509Certificate timeStamps(String subject, PublicKey key, URI revocations) {
    return issue(
        new X500Name(subject),
        key,
        (builder, extensions) -> {
          endEntity(builder, extensions, revocations);
          builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
          builder.addExtension(
              Extension.extendedKeyUsage,
              true,
              new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
        });
  }

  /** The list of revoked certificates as of now, DER. */
  byte[] revoked() {
    try {
      Instant now = clock.instant();
      X509v2CRLBuilder builder = new X509v2CRLBuilder(name, at(now));
      builder.setNextUpdate(at(now.plus(LIST_VALID)));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(keys.getPublic()));
      return new JcaX509CRLConverter().getCRL(builder.build(signer())).getEncoded();
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("the revocation list cannot be made", e);
    }
  }

  private interface Extending {
    void extend(X509v3CertificateBuilder builder, JcaX509ExtensionUtils extensions)
        throws IOException;
  }

  private X509Certificate issue(X500Name subject, PublicKey key, Extending extending) {
    try {
      Instant from = clock.instant().minus(Duration.ofDays(1));
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              new BigInteger(127, random).add(BigInteger.ONE),
              at(from),
              at(from.plus(VALID)),
              subject,
              key);
      JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key));
      extending.extend(builder, extensions);
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer()));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("a certificate cannot be issued", e);
    }
  }

  private void endEntity(
      X509v3CertificateBuilder builder, JcaX509ExtensionUtils extensions, URI revocations)
      throws IOException {
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        extensions.createAuthorityKeyIdentifier(keys.getPublic()));
    GeneralName address =
        new GeneralName(GeneralName.uniformResourceIdentifier, revocations.toString());
    DistributionPoint point =
        new DistributionPoint(new DistributionPointName(new GeneralNames(address)), null, null);
    builder.addExtension(
        Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {point}));
  }

  private ContentSigner signer() throws OperatorCreationException {
    return new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
  }

  @SuppressWarnings("JavaUtilDate") // what the library takes
  private static Date at(Instant instant) {
    return Date.from(instant);
  }
}
