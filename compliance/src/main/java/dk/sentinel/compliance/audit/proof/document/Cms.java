package dk.sentinel.compliance.audit.proof.document;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** CMS signed data (RFC 5652) with one signer and signed attributes, as CAdES and RFC 3161 have. */
final class Cms {
  private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
  private static final String MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
  private static final String SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12";
  private static final String SIGNING_CERTIFICATE_2 = "1.2.840.113549.1.9.16.2.47";
  private static final String TIME_STAMP = "1.2.840.113549.1.9.16.2.14";
  private static final int MOST_CERTIFICATES = 20;

  private final byte @Nullable [] content;
  private final List<X509Certificate> certificates;
  private final List<Der> signer;
  private final Der signed;
  private final int after;

  private Cms(
      byte @Nullable [] content,
      List<X509Certificate> certificates,
      List<Der> signer,
      Der signed,
      int after) {
    this.content = content;
    this.certificates = certificates;
    this.signer = signer;
    this.signed = signed;
    this.after = after;
  }

  static Cms parse(byte[] bytes) throws Der.Malformed {
    Der info = Der.first(bytes).mustBe(Der.SEQUENCE);
    if (!info.child(0).oid().equals(SIGNED_DATA)) {
      throw new Der.Malformed("no signed data");
    }
    List<Der> parts = info.child(1).child(0).mustBe(Der.SEQUENCE).children();
    if (parts.size() < 4) {
      throw new Der.Malformed("no signed data");
    }
    List<Der> inner = parts.get(2).mustBe(Der.SEQUENCE).children();
    byte[] content = inner.size() > 1 ? inner.get(1).child(0).octets() : null;
    List<X509Certificate> certificates = new ArrayList<>();
    for (Der part : parts) {
      if (part.context() == 0) {
        certificates.addAll(certificates(part));
      }
    }
    List<Der> signers = parts.getLast().mustBe(Der.SET).children();
    if (signers.size() != 1) {
      throw new Der.Malformed("not one signer");
    }
    List<Der> signer = signers.getFirst().mustBe(Der.SEQUENCE).children();
    if (signer.size() < 6 || signer.get(3).context() != 0) {
      throw new Der.Malformed("no signed attributes");
    }
    return new Cms(content, certificates, signer, signer.get(3), 4);
  }

  private static List<X509Certificate> certificates(Der set) throws Der.Malformed {
    List<X509Certificate> found = new ArrayList<>();
    for (Der each : set.children()) {
      if (each.tag() == Der.SEQUENCE && found.size() < MOST_CERTIFICATES) {
        found.add(certificate(each.encoded()));
      }
    }
    return found;
  }

  static X509Certificate certificate(byte[] der) throws Der.Malformed {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (GeneralSecurityException e) {
      throw new Der.Malformed("no certificate");
    }
  }

  List<X509Certificate> certificates() {
    return certificates;
  }

  /** What is signed when it is inside. */
  byte[] content() throws Der.Malformed {
    if (content == null) {
      throw new Der.Malformed("no content");
    }
    return content;
  }

  byte[] signature() throws Der.Malformed {
    return signer.get(after + 1).octets();
  }

  private String digest() throws Der.Malformed {
    return Algorithms.digest(signer.get(2).child(0).oid());
  }

  /** The certificate of the signer; it must be inside, as CAdES demands. */
  X509Certificate signer() throws Der.Malformed {
    Der id = signer.get(1);
    for (X509Certificate each : certificates) {
      if (id.context() == 0 ? isKey(each, id.content()) : isNamed(each, id)) {
        return each;
      }
    }
    throw new Der.Malformed("no certificate of the signer");
  }

  private static boolean isNamed(X509Certificate certificate, Der id) throws Der.Malformed {
    return certificate.getSerialNumber().equals(id.child(1).integer())
        && certificate.getIssuerX500Principal().equals(name(id.child(0)));
  }

  private static X500Principal name(Der name) throws Der.Malformed {
    try {
      return new X500Principal(name.encoded());
    } catch (IllegalArgumentException e) {
      throw new Der.Malformed("no name");
    }
  }

  private static boolean isKey(X509Certificate certificate, byte[] id) throws Der.Malformed {
    byte[] extension = certificate.getExtensionValue("2.5.29.14");
    return extension != null
        && Arrays.equals(Der.first(Der.first(extension).octets()).octets(), id);
  }

  /** Whether the attributes tell of this very content. */
  boolean isOver(byte[] data) throws Der.Malformed {
    Optional<Der> attribute = attribute(signed, MESSAGE_DIGEST);
    return attribute.isPresent()
        && Arrays.equals(attribute.get().octets(), Algorithms.hash(digest(), data));
  }

  /** Whether the signature over the attributes holds and they name the signer's certificate. */
  boolean isSigned() throws Der.Malformed {
    X509Certificate certificate = signer();
    return names(certificate)
        && Algorithms.holds(
            signer.get(after).child(0).oid(),
            digest(),
            certificate.getPublicKey(),
            signed.encodedAs(Der.SET),
            signature());
  }

  private boolean names(X509Certificate certificate) throws Der.Malformed {
    try {
      byte[] encoded = certificate.getEncoded();
      Optional<Der> second = attribute(signed, SIGNING_CERTIFICATE_2);
      if (second.isPresent()) {
        List<Der> id = second.get().child(0).child(0).children();
        boolean named = id.getFirst().tag() == Der.SEQUENCE;
        String digest = named ? Algorithms.digest(id.getFirst().child(0).oid()) : "SHA-256";
        return Arrays.equals(id.get(named ? 1 : 0).octets(), Algorithms.hash(digest, encoded));
      }
      Optional<Der> first = attribute(signed, SIGNING_CERTIFICATE);
      return first.isPresent()
          && Arrays.equals(
              first.get().child(0).child(0).child(0).octets(), Algorithms.hash("SHA-1", encoded));
    } catch (GeneralSecurityException e) {
      throw new Der.Malformed("no certificate");
    } catch (IndexOutOfBoundsException e) {
      throw new Der.Malformed("no reference to the certificate");
    }
  }

  /** The time stamp over the signature; empty when there is none. */
  Optional<byte[]> timeStamp() throws Der.Malformed {
    for (Der part : signer.subList(after + 2, signer.size())) {
      if (part.context() == 1) {
        Optional<Der> stamp = attribute(part, TIME_STAMP);
        if (stamp.isPresent()) {
          return Optional.of(stamp.get().encoded());
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Der> attribute(Der attributes, String oid) throws Der.Malformed {
    for (Der each : attributes.children()) {
      if (each.child(0).oid().equals(oid)) {
        return Optional.of(each.child(1).child(0));
      }
    }
    return Optional.empty();
  }
}
