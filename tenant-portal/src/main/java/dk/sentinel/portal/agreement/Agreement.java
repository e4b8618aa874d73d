package dk.sentinel.portal.agreement;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A version of the data processing agreement, and this clinic's signature on it, as the API tells.
 */
record Agreement(
    String version,
    @Nullable String title,
    List<Section> sections,
    String sha256,
    @Nullable Signed signed,
    @Nullable Begun begun) {
  Agreement {
    sections = List.copyOf(Objects.requireNonNullElse(sections, List.of()));
  }

  record Section(String number, String heading, List<String> paragraphs) {
    Section {
      paragraphs = List.copyOf(Objects.requireNonNullElse(paragraphs, List.of()));
    }
  }

  record Signed(
      Instant at,
      @Nullable String by,
      @Nullable String jointlyWith,
      @Nullable String level,
      @Nullable String documentSha256,
      @Nullable String version) {}
}
