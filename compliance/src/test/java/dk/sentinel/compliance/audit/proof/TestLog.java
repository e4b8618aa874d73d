package dk.sentinel.compliance.audit.proof;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A log in files, with a key that is the same in each run: it signs nothing but test data. */
public final class TestLog {
  public static final String ORIGIN = "sentinel.example/log/018f0000-0000-7000-8000-000000000001";

  private final KeyPair key;
  private final VerifierKey verifier;
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  private TestLog(String seed) {
    this.key = pair(seed);
    this.verifier = VerifierKey.of(ORIGIN, key.getPublic());
  }

  /** A log of these entries. */
  public static TestLog of(String seed, List<byte[]> entries) {
    TestLog log = new TestLog(seed);
    log.files.put("log.vkey", text(log.verifier + "\n"));
    log.write(entries);
    return log;
  }

  /** A log of small entries that differ from each other. */
  public static TestLog of(int size) {
    return of("test", entries(size));
  }

  public static List<byte[]> entries(int size) {
    return new ArrayList<>(
        IntStream.range(0, size).mapToObj(i -> text("{\"entry\":" + i + "}")).toList());
  }

  public static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void write(List<byte[]> entries) {
    for (int first = 0; first < entries.size(); first += 256) {
      List<byte[]> some = entries.subList(first, Math.min(first + 256, entries.size()));
      files.put(
          new BundlePath(first / 256, some.size()).path(),
          EntryBundle.encode(new ArrayList<>(some)));
    }
    byte[] root = writeTiles(entries.stream().map(Hashes::leaf).toList());
    files.put("checkpoint", text(checkpoint(entries.size(), root)));
  }

  /** Writes all tiles of leaf hashes as they are; returns the root. */
  public byte[] writeTiles(List<byte[]> leaves) {
    List<byte[]> hashes = leaves;
    for (int level = 0; !hashes.isEmpty(); level++) {
      List<byte[]> above = new ArrayList<>();
      for (int first = 0; first < hashes.size(); first += 256) {
        List<byte[]> some = hashes.subList(first, Math.min(first + 256, hashes.size()));
        files.put(new TilePath(level, first / 256, some.size()).path(), joined(some));
        if (some.size() == 256) {
          above.add(root(some));
        }
      }
      hashes = above;
    }
    return root(leaves);
  }

  public static byte[] root(List<byte[]> hashes) {
    return Frontier.empty().appendAll(joined(hashes)).root();
  }

  private static byte[] joined(List<byte[]> hashes) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    hashes.forEach(joined::writeBytes);
    return joined.toByteArray();
  }

  public String checkpoint(long size, byte[] root) {
    return SignedNote.sign(new Checkpoint(ORIGIN, size, root).body(), verifier, this::sign)
        .toString();
  }

  public byte[] sign(byte[] message) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(key.getPrivate());
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  public VerifierKey verifier() {
    return verifier;
  }

  /** Names and contents; a test may change them. */
  public Map<String, byte[]> files() {
    return files;
  }

  public Path inDirectory(Path directory) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return directory;
  }

  public Path zipped(Path zip) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue());
        out.closeEntry();
      }
    }
    return zip;
  }

  private static KeyPair pair(String seed) {
    try {
      byte[] bytes = Hashes.sha256().digest(text("a test key of " + seed));
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(255, new Given(bytes));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Gives the bytes it was made with. */
  private static final class Given extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final byte[] bytes;

    Given(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void nextBytes(byte[] into) {
      System.arraycopy(Arrays.copyOf(bytes, into.length), 0, into, 0, into.length);
    }
  }
}
