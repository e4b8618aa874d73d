package dk.sentinel.infra.testing;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where the servers of this test run are: the file that {@code infra/test} (or {@code
 * infra/servers}) wrote, named by the system property {@code sentinel.servers.file} or the
 * environment variable {@code SENTINEL_SERVERS}.
 */
public final class TestServers {
  private final Properties properties;

  private TestServers(Properties properties) {
    this.properties = properties;
  }

  /**
   * The servers of this run.
   *
   * @throws IllegalStateException when no servers were started, saying how to start them
   */
  public static TestServers running() {
    @Nullable String file =
        System.getProperty("sentinel.servers.file", System.getenv("SENTINEL_SERVERS"));
    if (file == null || !Files.exists(Path.of(file))) {
      throw new IllegalStateException(
          "These tests need the real servers. Run infra/test, or start them with infra/servers"
              + " and set SENTINEL_SERVERS to the file it names.");
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(file), StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new IllegalStateException("the servers file cannot be read: " + file, e);
    }
    return new TestServers(properties);
  }

  /** Keycloak's address without a trailing slash. */
  public String keycloakUrl() {
    return get("keycloak.url");
  }

  /** OpenSearch's address without a trailing slash. */
  public String openSearchUrl() {
    return get("opensearch.url");
  }

  /**
   * One line of the servers file.
   *
   * @throws IllegalStateException when the file has no such line
   */
  public String get(String key) {
    @Nullable String value = properties.getProperty(key);
    if (value == null) {
      throw new IllegalStateException("the servers file has no line for " + key);
    }
    return value;
  }
}
