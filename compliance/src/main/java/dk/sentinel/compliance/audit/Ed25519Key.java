package dk.sentinel.compliance.audit;

import dk.sentinel.compliance.audit.proof.SignedNote;
import dk.sentinel.compliance.audit.proof.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** A key pair in memory, as a key file holds it: the private and the public half, a line each. */
final class Ed25519Key implements SignedNote.Ed25519Signer {
  private final PrivateKey key;
  private final VerifierKey verifier;

  private Ed25519Key(PrivateKey key, VerifierKey verifier) {
    this.key = key;
    this.verifier = verifier;
  }

  /** The content of a new key file. */
  static byte[] fresh() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      Base64.Encoder base64 = Base64.getEncoder();
      return (base64.encodeToString(pair.getPrivate().getEncoded())
              + "\n"
              + base64.encodeToString(pair.getPublic().getEncoded())
              + "\n")
          .getBytes(StandardCharsets.US_ASCII);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  /**
   * Reads a key file's content.
   *
   * @throws IllegalStateException when it is none; says nothing of what it holds
   */
  static Ed25519Key of(byte[] content, String name) {
    try {
      List<String> lines = new String(content, StandardCharsets.US_ASCII).lines().toList();
      Base64.Decoder base64 = Base64.getDecoder();
      KeyFactory factory = KeyFactory.getInstance("Ed25519");
      return new Ed25519Key(
          factory.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(lines.get(0)))),
          VerifierKey.of(
              name, factory.generatePublic(new X509EncodedKeySpec(base64.decode(lines.get(1))))));
    } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalStateException("the log signing key is damaged");
    }
  }

  VerifierKey verifier() {
    return verifier;
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the log signing key refused to sign", e);
    }
  }

  @Override
  public String toString() {
    return "Ed25519Key " + verifier;
  }
}
