package dk.sentinel.infra.bench;

import dk.sentinel.compliance.audit.proof.BundlePath;
import dk.sentinel.compliance.audit.proof.Checkpoint;
import dk.sentinel.compliance.audit.proof.EntryBundle;
import dk.sentinel.compliance.audit.proof.Frontier;
import dk.sentinel.compliance.audit.proof.Hashes;
import dk.sentinel.compliance.audit.proof.SignedNote;
import dk.sentinel.compliance.audit.proof.TilePath;
import dk.sentinel.compliance.audit.proof.VerifierKey;
import dk.sentinel.compliance.audit.proof.verify.LogCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * How fast a log is checked offline, on one core. The raw baseline, in the same run, hashes the
 * same entries in memory with SHA-256 and does nothing else. The process should be started with a
 * small heap: the check must not need more however long the log is.
 */
public final class VerificationBenchmark {
  private static final int ENTRY = 400;
  private static final String ORIGIN = "sentinel.example/log/bench";

  private VerificationBenchmark() {}

  /** Measures: {@code --entries N --rounds N}. */
  public static void main(String[] args) throws Exception {
    int size = Arguments.number(args, "--entries", 1_000_000);
    int rounds = Arguments.number(args, "--rounds", 5);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path scratch = Files.createTempDirectory("sentinel-bench");
    try {
      Path directory = scratch.resolve("log");
      Path zip = scratch.resolve("log.zip");
      write(size, directory, zip);
      out.printf(
          Locale.ROOT,
          "%,d entries of %d bytes; as a ZIP %,d MB; heap at most %,d MB.%n",
          size,
          ENTRY,
          Files.size(zip) >> 20,
          Runtime.getRuntime().maxMemory() >> 20);
      for (int round = 1; round <= rounds; round++) {
        double raw = raw(Math.min(size, 200_000));
        double files = checked(directory, size);
        double zipped = checked(zip, size);
        out.printf(
            Locale.ROOT,
            "Round %d: SHA-256 alone %,9.0f/s | directory %,9.0f/s, ratio %.2f | ZIP %,9.0f/s,"
                + " ratio %.2f%n",
            round,
            raw,
            files,
            files / raw,
            zipped,
            zipped / raw);
      }
      out.println("Target: at least 500,000 entries a second.");
    } finally {
      delete(scratch);
    }
  }

  private static double checked(Path log, int size) throws IOException {
    long start = System.nanoTime();
    LogCheck.Result result =
        LogCheck.of(new LogCheck.Request(log, null, List.of(), null), (entries, of) -> {});
    double rate = size * 1e9 / (System.nanoTime() - start);
    if (!result.isIntact() || result.checked() != size) {
      throw new IllegalStateException("the log is not intact: " + result.damages());
    }
    return rate;
  }

  private static double raw(int entries) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] entry = entry(0);
    byte[] hash = new byte[32];
    long start = System.nanoTime();
    for (int i = 0; i < entries; i++) {
      digest.update((byte) 0);
      digest.update(entry);
      digest.digest(hash, 0, hash.length);
      entry[i % ENTRY] ^= hash[0];
    }
    return entries * 1e9 / (System.nanoTime() - start);
  }

  private static byte[] entry(int i) {
    String text =
        "{\"action\":\"report.open\",\"actor\":{\"id\":\""
            + new UUID(i % 37, i % 11)
            + "\",\"kind\":\"person\",\"role\":\"physiotherapist\"},\"id\":\""
            + new UUID(i * 0x9E37_79B9_7F4A_7C15L, i * 0xC2B2_AE3D_27D4_EB4FL)
            + "\",\"object\":{\"id\":\"diagnosekodning\",\"type\":\"report\"},\"outcome\":"
            + "\"success\",\"purpose\":\"QUALITY_42D\",\"recordedAt\":\"2026-01-05T07:30:00.000Z\"}";
    return Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), ENTRY);
  }

  private static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes about)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException error)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Writes the same log twice, file by file, so that a small heap is enough. */
  private static void write(int size, Path directory, Path zip)
      throws IOException, GeneralSecurityException {
    try (ZipOutputStream zipped = new ZipOutputStream(Files.newOutputStream(zip))) {
      Writer writer = new Writer(directory, zipped);
      for (int first = 0; first < size; first += TilePath.FULL) {
        List<byte[]> entries = new ArrayList<>();
        for (int i = first; i < Math.min(size, first + TilePath.FULL); i++) {
          entries.add(entry(i));
        }
        writer.file(
            new BundlePath(first / TilePath.FULL, entries.size()).path(),
            EntryBundle.encode(entries));
        for (byte[] entry : entries) {
          writer.hash(0, Hashes.leaf(entry));
        }
      }
      writer.end(size);
    }
  }

  private static final class Writer {
    private final Path directory;
    private final ZipOutputStream zipped;
    private final List<ByteArrayOutputStream> levels = new ArrayList<>();
    private final List<Long> written = new ArrayList<>();
    private Frontier frontier = Frontier.empty();

    Writer(Path directory, ZipOutputStream zipped) {
      this.directory = directory;
      this.zipped = zipped;
    }

    void file(String name, byte[] content) throws IOException {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      zipped.putNextEntry(new ZipEntry(name));
      zipped.write(content);
      zipped.closeEntry();
    }

    void hash(int level, byte[] hash) throws IOException {
      if (level == levels.size()) {
        levels.add(new ByteArrayOutputStream());
        written.add(0L);
      }
      ByteArrayOutputStream tile = levels.get(level);
      tile.writeBytes(hash);
      if (level == 0) {
        frontier = frontier.append(hash);
      }
      if (tile.size() == TilePath.FULL * Hashes.LENGTH) {
        byte[] full = tile(level);
        hash(level + 1, Frontier.empty().appendAll(full).root());
      }
    }

    private byte[] tile(int level) throws IOException {
      byte[] hashes = levels.get(level).toByteArray();
      int width = hashes.length / Hashes.LENGTH;
      file(new TilePath(level, written.get(level), width).path(), hashes);
      levels.get(level).reset();
      written.set(level, written.get(level) + 1);
      return hashes;
    }

    void end(long size) throws IOException, GeneralSecurityException {
      for (int level = 0; level < levels.size(); level++) {
        if (levels.get(level).size() > 0) {
          tile(level);
        }
      }
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(pair.getPrivate());
      String body = new Checkpoint(ORIGIN, size, frontier.root()).body();
      signer.update(body.getBytes(StandardCharsets.UTF_8));
      byte[] signature = signer.sign();
      VerifierKey key = VerifierKey.of(ORIGIN, pair.getPublic());
      file(
          "checkpoint",
          SignedNote.sign(body, key, message -> signature)
              .toString()
              .getBytes(StandardCharsets.UTF_8));
      file("log.vkey", (key + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
