package dk.sentinel.compliance.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dk.sentinel.compliance.audit.proof.Hashes;
import dk.sentinel.compliance.audit.proof.SignedNote;
import dk.sentinel.compliance.keys.SoftToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The log key in a token. */
final class Pkcs11LogKeyTest {
  @Test
  void a_checkpoint_is_signed_by_a_key_that_never_leaves_the_token() throws Exception {
    String label = SoftToken.forLog().label();
    Path directory = Files.createTempDirectory("sentinel-token");
    bringKey(label, directory);
    Pkcs11LogKey.Place place = new Pkcs11LogKey.Place(SoftToken.LIBRARY, label, "log");
    Pkcs11LogKey key =
        Pkcs11LogKey.open(place, SoftToken.PIN.toCharArray(), "sentinel.example/log", directory);
    UUID clinic = UUID.randomUUID();
    SignedNote note = key.checkpoint(clinic, 0, Hashes.empty());
    assertThat(note.signedBy(key.verifierFor(clinic))).isTrue();
    assertThat(key).hasToString("Pkcs11LogKey " + key.verifier());
    assertThatThrownBy(() ->
            Pkcs11LogKey.open(
                new Pkcs11LogKey.Place(SoftToken.LIBRARY, label, "other"),
                SoftToken.PIN.toCharArray(),
                "sentinel.example/log",
                directory))
        .hasMessage("no key with the label other in the token");
  }

  private static void bringKey(String label, Path directory) throws Exception {
    byte[] pkcs8 =
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
    Path pem = directory.resolve("key.pem");
    Files.writeString(
        pem,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pkcs8)
            + "\n-----END PRIVATE KEY-----\n");
    SoftToken.util(
        "--import",
        pem.toString(),
        "--token",
        label,
        "--label",
        "log",
        "--id",
        "01",
        "--pin",
        SoftToken.PIN);
    Files.delete(pem);
  }
}
