package dk.sentinel.compliance.audit.proof.document;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;

/** The algorithms of ETSI TS 119 312 that signatures and time stamps use. */
final class Algorithms {
  private static final String RSA = "1.2.840.113549.1.1.1";
  private static final String PSS = "1.2.840.113549.1.1.10";
  private static final Map<String, String> DIGESTS =
      Map.of(
          "2.16.840.1.101.3.4.2.1", "SHA-256",
          "2.16.840.1.101.3.4.2.2", "SHA-384",
          "2.16.840.1.101.3.4.2.3", "SHA-512");
  private static final Map<String, String> SIGNATURES =
      Map.of(
          "1.2.840.113549.1.1.11", "SHA256withRSA",
          "1.2.840.113549.1.1.12", "SHA384withRSA",
          "1.2.840.113549.1.1.13", "SHA512withRSA",
          "1.2.840.10045.4.3.2", "SHA256withECDSA",
          "1.2.840.10045.4.3.3", "SHA384withECDSA",
          "1.2.840.10045.4.3.4", "SHA512withECDSA");

  private Algorithms() {}

  static String digest(String oid) throws Der.Malformed {
    String name = DIGESTS.get(oid);
    if (name == null) {
      throw new Der.Malformed("unknown hash algorithm");
    }
    return name;
  }

  static byte[] hash(String name, byte[] data) {
    try {
      return MessageDigest.getInstance(name).digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }

  /** Whether a signature holds; one that cannot even be tried does not. */
  static boolean holds(String oid, String digest, PublicKey key, byte[] message, byte[] signature)
      throws Der.Malformed {
    try {
      Signature check = Signature.getInstance(name(oid, digest));
      if (oid.equals(PSS)) {
        int salt = MessageDigest.getInstance(digest).getDigestLength();
        check.setParameter(
            new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), salt, 1));
      }
      check.initVerify(key);
      check.update(message);
      return check.verify(signature);
    } catch (GeneralSecurityException doesNot) {
      return false;
    }
  }

  private static String name(String oid, String digest) throws Der.Malformed {
    if (oid.equals(RSA)) {
      return digest.replace("-", "") + "withRSA";
    }
    if (oid.equals(PSS)) {
      return "RSASSA-PSS";
    }
    String name = SIGNATURES.get(oid);
    if (name == null) {
      throw new Der.Malformed("unknown signature algorithm");
    }
    return name;
  }
}
