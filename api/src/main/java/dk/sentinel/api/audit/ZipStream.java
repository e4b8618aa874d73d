package dk.sentinel.api.audit;

import dk.sentinel.compliance.audit.ProofFiles.ProofFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Files as one ZIP, made while it is sent: no more of it is in memory than one file. Larger than 4
 * GB it becomes a ZIP64 by itself.
 */
final class ZipStream {
  private final ByteArrayOutputStream made = new ByteArrayOutputStream();
  private final ZipOutputStream zip = new ZipOutputStream(made);
  private final Instant at;

  private ZipStream(Instant at) {
    this.at = at;
  }

  /**
   * Packs files.
   *
   * @param at the time they bear
   */
  static Flux<DataBuffer> of(Flux<ProofFile> files, Instant at) {
    return Flux.defer(() -> {
      ZipStream stream = new ZipStream(at);
      return files
          // packing is work: not on the thread that reads the database
          .publishOn(Schedulers.parallel(), 1)
          .map(stream::packed)
          .concatWith(Mono.fromSupplier(stream::ended));
    });
  }

  private DataBuffer packed(ProofFile file) {
    try {
      ZipEntry entry = new ZipEntry(file.name());
      entry.setTime(at.toEpochMilli());
      zip.putNextEntry(entry);
      zip.write(file.content());
      zip.closeEntry();
      return taken();
    } catch (IOException e) {
      throw new UncheckedIOException("a ZIP in memory cannot fail", e);
    }
  }

  private DataBuffer ended() {
    try {
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
}
