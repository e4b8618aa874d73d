package dk.sentinel.api.audit;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
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
   * @param years how many full calendar years before the current one stay searchable
   */
  record OpenSearch(
      @DefaultValue("http://localhost:9201") URI url,
      @DefaultValue("sentinel-") String prefix,
      @DefaultValue("5") int years) {}

  /**
   * The keys.
   *
   * @param directory holds the key files; readable by this process only
   * @param pkcs11 where the log's key is when a hardware module has it; null when it is a file
   */
  record Keys(@DefaultValue("keys") Path directory, @Nullable Pkcs11 pkcs11) {}

  /**
   * A hardware module.
   *
   * @param library the vendor's PKCS#11 library
   * @param token label of the token
   * @param label of the key
   * @param pinFile holds the user's PIN; readable by this process only
   */
  record Pkcs11(Path library, String token, String label, Path pinFile) {}

  /**
   * The log.
   *
   * @param name stands before the clinic's id in checkpoints and verifier keys
   */
  record Log(@DefaultValue("sentinel.dk/log") String name) {}
}
