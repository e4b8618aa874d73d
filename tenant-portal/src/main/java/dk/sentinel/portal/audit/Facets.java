package dk.sentinel.portal.audit;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How many acts of each kind a search finds, as the API counted them. */
record Facets(
    long total,
    @Nullable List<Count> action,
    @Nullable List<Count> actor,
    @Nullable List<Count> purpose,
    @Nullable List<Count> outcome) {

  /** A value and how many acts have it; the name is there for people of the clinic. */
  record Count(String value, @Nullable String name, long count) {}

  static List<Count> of(@Nullable List<Count> counts) {
    return List.copyOf(Objects.requireNonNullElse(counts, List.of()));
  }
}
