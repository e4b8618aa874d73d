package dk.sentinel.compliance.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MerkleTreeTest {
  /** Inputs and roots of the reference tests of RFC 6962 implementations. */
  private static final List<String> INPUTS =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<String> ROOTS =
      List.of(
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void the_roots_are_those_of_rfc_6962() {
    Frontier tree = Frontier.empty();
    assertThat(hex(tree.root()))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (int i = 0; i < INPUTS.size(); i++) {
      tree = tree.append(Hashes.leaf(HexFormat.of().parseHex(INPUTS.get(i))));
      assertThat(hex(tree.root())).as("root of size " + (i + 1)).isEqualTo(ROOTS.get(i));
    }
  }

  @Test
  void a_frontier_survives_being_written_down() {
    Frontier tree = Frontier.empty();
    for (int i = 0; i < 1_000; i++) {
      tree = Frontier.of(tree.size(), tree.bytes()).append(leaf(i));
    }
    List<byte[]> leaves = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      leaves.add(leaf(i));
    }
    assertThat(tree.root()).isEqualTo(naiveRoot(leaves));
  }

  @Test
  void bytes_that_do_not_fit_the_size_are_refused() {
    assertThatThrownBy(() -> Frontier.of(3, new byte[32]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_checkpoint_reads_back_and_its_signature_holds_only_for_it() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    VerifierKey key = VerifierKey.of("sentinel.example/log", pair.getPublic());
    Checkpoint checkpoint = new Checkpoint("sentinel.example/log/x", 8, Hashes.empty());
    SignedNote note =
        SignedNote.sign(
            checkpoint.body(),
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

    SignedNote read = SignedNote.parse(note.toString());
    assertThat(read).isEqualTo(note);
    assertThat(Checkpoint.parse(read.text())).isEqualTo(checkpoint);
    assertThat(read.signedBy(VerifierKey.parse(key.toString()))).isTrue();

    SignedNote tampered = new SignedNote(note.text().replace("\n8\n", "\n9\n"), note.signatures());
    assertThat(tampered.signedBy(key)).isFalse();
    KeyPair other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    assertThat(note.signedBy(VerifierKey.of(key.name(), other.getPublic()))).isFalse();
  }

  @Test
  void the_verifier_key_of_the_signed_note_specification_reads() {
    String published = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    VerifierKey key = VerifierKey.parse(published);
    assertThat(key.toString()).isEqualTo(published);
    SignedNote note =
        SignedNote.parse(
            "If you think cryptography is the answer to your problem,\n"
                + "then you don't know what your problem is.\n"
                + "\n"
                + "— PeterNeumann"
                + " x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n");
    assertThat(note.signedBy(key)).isTrue();
  }

  private static byte[] naiveRoot(List<byte[]> leaves) {
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int left = Integer.highestOneBit(leaves.size() - 1);
    return Hashes.node(
        naiveRoot(leaves.subList(0, left)), naiveRoot(leaves.subList(left, leaves.size())));
  }

  private static byte[] leaf(int i) {
    return Hashes.leaf(("entry " + i).getBytes(StandardCharsets.UTF_8));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
