package dk.sentinel.compliance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.compliance.audit.proof.TestLog;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The golden log is still what we write, and a reader that knows nothing but the published formats
 * accepts it: C2SP signed-note, tlog-checkpoint and tlog-tiles, and RFC 6962. That reader shares no
 * code with us.
 */
final class GoldenLogTest {
  @Test
  void the_log_is_written_as_it_always_was() throws Exception {
    TestLog made = GoldenLog.made();
    Map<String, String> kept = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory())) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        kept.put(directory().relativize(file).toString(), hex(Files.readAllBytes(file)));
      }
    }
    Map<String, String> written = new TreeMap<>();
    made.files().forEach((name, bytes) -> written.put(name, hex(bytes)));

    assertThat(kept.keySet()).isEqualTo(written.keySet());
    assertThat(kept).isEqualTo(written);
  }

  @Test
  void a_reader_of_the_published_formats_accepts_it() throws Exception {
    String note = text("checkpoint");
    String[] lines = note.split("\n", -1);
    int size = Integer.parseInt(lines[1]);
    assertThat(size).isEqualTo(1_234);
    assertThat(lines[3]).isEmpty();
    String[] vkey = text("log.vkey").strip().split("\\+", 3);
    assertThat(lines[0]).isEqualTo(vkey[0]);
    assertThat(signatureHolds(lines, vkey)).isTrue();

    List<byte[]> leaves = new ArrayList<>();
    for (int first = 0; first < size; first += 256) {
      int width = Math.min(256, size - first);
      ByteBuffer bundle = ByteBuffer.wrap(bytes("tile/entries/" + name(first / 256, width)));
      for (int i = 0; i < width; i++) {
        byte[] entry = new byte[Short.toUnsignedInt(bundle.getShort())];
        bundle.get(entry);
        leaves.add(sha256(new byte[] {0}, entry));
      }
      assertThat(bundle.hasRemaining()).isFalse();
    }
    assertThat(Base64.getEncoder().encodeToString(mth(leaves))).isEqualTo(lines[2]);
    assertThatTilesHold(leaves);
  }

  private static boolean signatureHolds(String[] lines, String[] vkey)
      throws GeneralSecurityException {
    byte[] typed = Base64.getDecoder().decode(vkey[2]);
    assertThat(typed).hasSize(33).startsWith(1);
    byte[] id = Arrays.copyOf(sha256((vkey[0] + "\n").getBytes(StandardCharsets.UTF_8), typed), 4);
    assertThat(hex(id)).isEqualTo(vkey[1]);
    String prefix = "— " + vkey[0] + " ";
    assertThat(lines[4]).startsWith(prefix);
    byte[] signature = Base64.getDecoder().decode(lines[4].substring(prefix.length()));
    assertThat(Arrays.copyOf(signature, 4)).isEqualTo(id);
    PublicKey key =
        KeyFactory.getInstance("Ed25519")
            .generatePublic(
                new X509EncodedKeySpec(
                    HexFormat.of()
                        .parseHex(
                            "302a300506032b6570032100" + hex(Arrays.copyOfRange(typed, 1, 33)))));
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(key);
    verifier.update(
        (lines[0] + "\n" + lines[1] + "\n" + lines[2] + "\n").getBytes(StandardCharsets.UTF_8));
    return verifier.verify(Arrays.copyOfRange(signature, 4, signature.length));
  }

  private static void assertThatTilesHold(List<byte[]> leaves) throws Exception {
    List<byte[]> level = leaves;
    for (int l = 0; !level.isEmpty(); l++) {
      List<byte[]> above = new ArrayList<>();
      for (int first = 0; first < level.size(); first += 256) {
        List<byte[]> some = level.subList(first, Math.min(level.size(), first + 256));
        assertThat(bytes("tile/" + l + "/" + name(first / 256, some.size()))).isEqualTo(sum(some));
        if (some.size() == 256) {
          above.add(mth(some));
        }
      }
      level = above;
    }
  }

  private static String name(int number, int width) {
    return String.format("%03d", number) + (width == 256 ? "" : ".p/" + width);
  }

  /** MTH of RFC 6962 section 2.1. */
  private static byte[] mth(List<byte[]> leaves) throws GeneralSecurityException {
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int k = 1;
    while (k * 2 < leaves.size()) {
      k *= 2;
    }
    return sha256(new byte[] {1}, mth(leaves.subList(0, k)), mth(leaves.subList(k, leaves.size())));
  }

  private static byte[] sha256(byte[]... parts) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  private static byte[] sum(List<byte[]> hashes) {
    ByteBuffer sum = ByteBuffer.allocate(hashes.size() * 32);
    hashes.forEach(sum::put);
    return sum.array();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String text(String name) throws Exception {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String name) throws IOException, URISyntaxException {
    return Files.readAllBytes(directory().resolve(name));
  }

  private static Path directory() throws URISyntaxException {
    return Path.of(Objects.requireNonNull(GoldenLogTest.class.getResource("/golden-log/")).toURI());
  }
}
