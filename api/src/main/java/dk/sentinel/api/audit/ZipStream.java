package dk.sentinel.api.audit;

import dk.sentinel.compliance.audit.ProofFiles.ProofFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Files as one ZIP, made while it is sent: no more of it is in memory than one part of a file.
 * Parts that follow each other under the same name are one file. Larger than 4 GB it becomes a
 * ZIP64 by itself.
 */
public final class ZipStream {
  /** The name of the list of hashes, which {@code sha256sum -c} reads. */
  public static final String MANIFEST = "MANIFEST.sha256";

  private final ByteArrayOutputStream made = new ByteArrayOutputStream();
  private final ZipOutputStream zip = new ZipOutputStream(made);
  private final MessageDigest digest = sha256();
  private final StringBuilder manifest = new StringBuilder();
  private final Instant at;
  private final boolean withManifest;
  private @Nullable String open;

  private ZipStream(Instant at, boolean withManifest) {
    this.at = at;
    this.withManifest = withManifest;
  }

  /**
   * Packs files.
   *
   * @param at the time they bear
   */
  static Flux<DataBuffer> of(Flux<ProofFile> files, Instant at) {
    return packed(files, at, false);
  }

  /**
   * Packs files and last a list of their SHA-256 hashes, {@value #MANIFEST}.
   *
   * @param at the time they bear
   */
  public static Flux<DataBuffer> withManifest(Flux<ProofFile> files, Instant at) {
    return packed(files, at, true);
  }

  private static Flux<DataBuffer> packed(Flux<ProofFile> files, Instant at, boolean withManifest) {
    return Flux.defer(() -> {
      ZipStream stream = new ZipStream(at, withManifest);
      return files
          // packing is work: not on the thread that reads the database
          .publishOn(Schedulers.parallel(), 1)
          .map(stream::packed)
          .concatWith(Mono.fromSupplier(stream::ended));
    });
  }

  private DataBuffer packed(ProofFile file) {
    try {
      if (!file.name().equals(open)) {
        close();
        begin(file.name());
      }
      zip.write(file.content());
      digest.update(file.content());
      return taken();
    } catch (IOException e) {
      throw new UncheckedIOException("a ZIP in memory cannot fail", e);
    }
  }

  private void begin(String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(at.toEpochMilli());
    zip.putNextEntry(entry);
    open = name;
  }

  private void close() throws IOException {
    if (open != null) {
      zip.closeEntry();
      manifest
          .append(HexFormat.of().formatHex(digest.digest()))
          .append("  ")
          .append(open)
          .append('\n');
      open = null;
    }
  }

  private DataBuffer ended() {
    try {
      close();
      if (withManifest) {
        begin(MANIFEST);
        zip.write(manifest.toString().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
      zip.close();
      return taken();
    } catch (IOException e) {
      throw new UncheckedIOException("a ZIP in memory cannot fail", e);
    }
  }

  private DataBuffer taken() {
    byte[] bytes = made.toByteArray();
    made.reset();
    return DefaultDataBufferFactory.sharedInstance.wrap(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
