package dk.sentinel.compliance.audit.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * The data stream that holds the searchable copy of all clinics' entries. Its backing indices are
 * append-only: the engine itself refuses to update, overwrite or delete a document. Each document
 * is created under the id {@code clinic/position}, so that shipping an entry twice is harmless.
 *
 * <p>Nothing rolls the stream over yet: an id is unique per backing index only, so a rollover needs
 * a position up to which everything is acknowledged.
 */
public final class AuditArchive implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ArchiveClient client;
  private final String stream;

  private AuditArchive(ArchiveClient client, String stream) {
    this.client = client;
    this.stream = stream;
  }

  /**
   * The archive of one installation. Connects when first used; OpenSearch may come up later.
   *
   * @param url where OpenSearch answers
   * @param prefix what the names of this installation's indices begin with, such as {@code
   *     sentinel-}
   */
  public static AuditArchive at(URI url, String prefix) {
    return new AuditArchive(ArchiveClient.to(url), prefix + "audit");
  }

  ArchiveClient client() {
    return client;
  }

  /** The name of the data stream. */
  public String stream() {
    return stream;
  }

  /** Makes the data stream when there is none; tells whether it had to, so that all is shipped. */
  Mono<Boolean> prepare() {
    return client
        .send("GET", "/_data_stream/" + stream, null, PATIENCE)
        .flatMap(answer ->
            switch (answer.status()) {
              case 200 -> Mono.just(false);
              case 404 -> create().thenReturn(true);
              default -> Mono.error(answer.refused());
            });
  }

  private Mono<Void> create() {
    return client
        .send("PUT", "/_index_template/" + stream, template().replace("STREAM", stream), PATIENCE)
        .map(ArchiveClient.Answer::ok)
        .then(Mono.defer(() -> client.send("PUT", "/_data_stream/" + stream, null, PATIENCE)))
        .map(ArchiveClient.Answer::ok)
        .then();
  }

  private static String template() {
    try (InputStream file = AuditArchive.class.getResourceAsStream("template.json")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
