package dk.sentinel.portal.audit;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A part of a clinic's audit trail, as the API found it. */
record Entries(List<Entry> entries, @Nullable String next, @Nullable Reach searchableUpTo) {
  Entries {
    entries = List.copyOf(Objects.requireNonNullElse(entries, List.of()));
  }

  /** One act; the object and the actor are pseudonyms where they are persons. */
  record Entry(
      long position,
      @Nullable Instant recordedAt,
      Instant occurredAt,
      @Nullable Actor actor,
      String action,
      @Nullable String object,
      @Nullable String purpose,
      String outcome) {}

  record Actor(@Nullable String id, @Nullable String name, @Nullable String role) {}

  /** How far the search reaches; later acts are recorded but not yet found. */
  record Reach(@Nullable Long position, @Nullable Instant at) {}
}
