package dk.sentinel.compliance.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dk.sentinel.compliance.audit.proof.Hashes;
import dk.sentinel.compliance.audit.proof.SignedNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The log key in a token: SoftHSM2 (Debian: {@code softhsm2}). The test makes a token of its own
 * among the system's and deletes it afterwards. Where {@code SENTINEL_TOKEN} is set it may not be
 * left out.
 */
final class Pkcs11LogKeyTest {
  private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
  private static final Path TOKENS = Path.of("/var/lib/softhsm/tokens");
  private static final String PIN = "1234";

  @Test
  void a_checkpoint_is_signed_by_a_key_that_never_leaves_the_token() throws Exception {
    boolean usable = Files.exists(LIBRARY) && Files.isWritable(TOKENS);
    Assumptions.assumeTrue(
        usable || System.getenv("SENTINEL_TOKEN") != null, "softhsm2 cannot be used here");
    assertThat(usable).as("softhsm2 can be used").isTrue();
    String label = "test-" + UUID.randomUUID().toString().substring(0, 23);
    Path directory = Files.createTempDirectory("sentinel-token");
    try {
      makeToken(label, directory);
      Pkcs11LogKey.Place place = new Pkcs11LogKey.Place(LIBRARY, label, "log");
      Pkcs11LogKey key =
          Pkcs11LogKey.open(place, PIN.toCharArray(), "sentinel.example/log", directory);
      UUID clinic = UUID.randomUUID();
      SignedNote note = key.checkpoint(clinic, 0, Hashes.empty());
      assertThat(note.signedBy(key.verifierFor(clinic))).isTrue();
      assertThat(key).hasToString("Pkcs11LogKey " + key.verifier());
      assertThatThrownBy(() ->
              Pkcs11LogKey.open(
                  new Pkcs11LogKey.Place(LIBRARY, label, "other"),
                  PIN.toCharArray(),
                  "sentinel.example/log",
                  directory))
          .hasMessage("no key with the label other in the token");
    } finally {
      run("softhsm2-util", "--delete-token", "--token", label);
    }
  }

  private static void makeToken(String label, Path directory) throws Exception {
    byte[] pkcs8 =
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
    Path pem = directory.resolve("key.pem");
    Files.writeString(
        pem,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pkcs8)
            + "\n-----END PRIVATE KEY-----\n");
    run(
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        label,
        "--so-pin",
        "5678",
        "--pin",
        PIN);
    run(
        "softhsm2-util",
        "--import",
        pem.toString(),
        "--token",
        label,
        "--label",
        "log",
        "--id",
        "01",
        "--pin",
        PIN);
    Files.delete(pem);
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).as(command[1]).isZero();
  }
}
