package dk.sentinel.compliance.agreement;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The texts that come with the software, as resources of this package's room. */
final class TextResources {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private TextResources() {}

  /** The resource of that name, without its ending. */
  static JsonNode read(String name) {
    String path = "/agreement/%s.json".formatted(name);
    try (InputStream in = TextResources.class.getResourceAsStream(path)) {
      return JSON.readTree(Objects.requireNonNull(in, path));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
