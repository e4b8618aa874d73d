package dk.sentinel.portal.audit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A part of a clinic's audit trail, as the API found it. */
record Entries(
    List<Entry> entries,
    @Nullable String next,
    @Nullable Reach searchableUpTo,
    @Nullable String source) {
  Entries {
    entries = List.copyOf(Objects.requireNonNullElse(entries, List.of()));
  }

  /** True when the search was away and only the newest acts were looked through. */
  public boolean partial() {
    return source != null && source.startsWith("newest");
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
      String outcome,
      @Nullable Map<String, Object> details) {

    /** What kind of thing the act was about, such as {@code project}. */
    public String objectType() {
      return object == null ? "" : object.replaceFirst("/.*", "");
    }

    /** Its name when it has one that people know; an id made of numbers says nothing to them. */
    public String objectName() {
      String name = object == null ? "" : object.replaceFirst("^[^/]*/?", "");
      return name.matches("[a-z][a-z-]{2,40}") ? name : "";
    }

    /** The gate that was closed, for what was refused because of it. */
    public String gate() {
      return details != null && details.get("gate") instanceof String gate ? gate : "";
    }
  }

  record Actor(@Nullable String id, @Nullable String name, @Nullable String role) {
    /** The name, or an id that people can read; absent when only a long id is known. */
    public @Nullable String readable() {
      if (name != null) {
        return name;
      }
      return id != null && id.matches("[a-z][a-z0-9.-]{1,40}") ? id : null;
    }
  }

  /** How far the search reaches; later acts are recorded but not yet found. */
  record Reach(@Nullable Long position, @Nullable Instant at) {}
}
