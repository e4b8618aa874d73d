package dk.sentinel.compliance.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TlogProofTest {
  private static final byte[] ENTRY = "{\"v\":1}".getBytes(StandardCharsets.UTF_8);
  private static final byte[] SIBLING = Hashes.leaf("other".getBytes(StandardCharsets.UTF_8));

  private static TlogProof proof(KeyPair pair, String origin) {
    VerifierKey key = VerifierKey.of(origin, pair.getPublic());
    byte[] root = Hashes.node(SIBLING, Hashes.leaf(ENTRY));
    SignedNote note =
        SignedNote.sign(
            new Checkpoint(origin, 2, root).body(),
            key,
            message -> {
              try {
                Signature signer = Signature.getInstance("Ed25519");
                signer.initSign(pair.getPrivate());
                signer.update(message);
                return signer.sign();
              } catch (java.security.GeneralSecurityException e) {
                throw new IllegalStateException(e);
              }
            });
    return new TlogProof(1, List.of(SIBLING), note.toString());
  }

  @Test
  void a_proof_reads_back_and_convinces_with_entry_and_key_alone() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    VerifierKey key = VerifierKey.of("example.com/log", pair.getPublic());
    TlogProof proof = proof(pair, "example.com/log");
    assertThat(proof.text())
        .startsWith("c2sp.org/tlog-proof@v1\nindex 1\n")
        .contains("\n\nexample.com/log\n2\n");
    TlogProof read = TlogProof.parse(proof.text());
    assertThat(read).isEqualTo(proof).hasSameHashCodeAs(proof);
    assertThat(read.verifies(ENTRY, key)).isTrue();
    assertThat(read.verifies("{\"v\":2}".getBytes(StandardCharsets.UTF_8), key)).isFalse();
    assertThat(read.verifies(ENTRY, key.named("example.com/other"))).isFalse();
    assertThat(new TlogProof(0, read.proof(), read.checkpoint()).verifies(ENTRY, key)).isFalse();
    VerifierKey stranger =
        VerifierKey.of(
            "example.com/log",
            KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic());
    assertThat(read.verifies(ENTRY, stranger)).isFalse();
  }

  @Test
  void a_line_of_extra_data_is_passed_over() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    TlogProof proof = proof(pair, "example.com/log");
    String text = proof.text().replace("@v1\n", "@v1\nextra Zm9v\n");
    assertThat(TlogProof.parse(text)).isEqualTo(proof);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c2sp.org/tlog-proof@v1\nindex 1\n",
        "c2sp.org/tlog-proof@v2\nindex 1\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\nindex 01\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\nindex -1\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\ncheckpoint\n",
        "c2sp.org/tlog-proof@v1\nindex 1\n!\n\ncheckpoint\n"
      })
  void other_texts_are_refused(String text) {
    assertThatThrownBy(() -> TlogProof.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
