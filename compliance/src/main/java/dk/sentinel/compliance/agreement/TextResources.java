package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.TextLanguage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The versioned texts, as resources of this package's room. */
final class TextResources {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private TextResources() {}

  static JsonNode read(String name, int version, TextLanguage language) {
    String path = "/agreement/%s-%d.%s.json".formatted(name, version, language.tag());
    try (InputStream in = TextResources.class.getResourceAsStream(path)) {
      return JSON.readTree(Objects.requireNonNull(in, path));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
