package dk.sentinel.api.audit;

import java.net.URI;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the log's key and its searchable copy are.
 *
 * @param opensearch the searchable copy
 * @param keys the keys
 * @param log what the log is called
 */
@ConfigurationProperties("sentinel")
record AuditSettings(
    @DefaultValue OpenSearch opensearch, @DefaultValue Keys keys, @DefaultValue Log log) {

  /**
   * The searchable copy.
   *
   * @param url where OpenSearch answers
   * @param prefix what the names of this installation's indices begin with
   */
  record OpenSearch(
      @DefaultValue("http://localhost:9201") URI url, @DefaultValue("sentinel-") String prefix) {}

  /**
   * The keys.
   *
   * @param directory holds the key files; readable by this process only
   */
  record Keys(@DefaultValue("keys") Path directory) {}

  /**
   * The log.
   *
   * @param name stands before the clinic's id in checkpoints and verifier keys
   */
  record Log(@DefaultValue("sentinel.dk/log") String name) {}
}
