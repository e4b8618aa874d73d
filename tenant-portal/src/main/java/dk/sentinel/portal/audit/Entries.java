package dk.sentinel.portal.audit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A part of a clinic's audit trail, as the API found it.
 *
 * @param entries newest first
 * @param next where to go on; null at the end
 * @param searchableUpTo the newest act that the search can find; null when it can find none
 * @param sequencedUpTo the newest act that has its number
 * @param searchableFrom the oldest act that the search still keeps; null when it keeps all
 * @param subject pseudonym of the person who was looked for; null when not known
 * @param facets counts, when asked for
 * @param timeline counts over time, when asked for
 * @param source where was looked
 */
record Entries(
    List<Entry> entries,
    @Nullable String next,
    @Nullable Reach searchableUpTo,
    @Nullable Reach sequencedUpTo,
    @Nullable Reach searchableFrom,
    @Nullable String subject,
    @Nullable Facets facets,
    @Nullable Timeline timeline,
    @Nullable String source) {
  /** How many of the newest acts the API looks through while the search is away. */
  private static final int NEWEST = 1_000;

  Entries {
    entries = List.copyOf(Objects.requireNonNullElse(entries, List.of()));
  }

  /** True when the search was away and only the newest acts were looked through. */
  public boolean partial() {
    return source != null && source.startsWith("newest");
  }

  /** How many numbered acts the search cannot find yet. */
  public long waiting() {
    if (sequencedUpTo == null) {
      return 0;
    }
    long found = Math.max(last(searchableUpTo), last(searchableFrom) - 1);
    return Math.max(0, last(sequencedUpTo) - found);
  }

  /** The number of the newest act. */
  public long newest() {
    return last(sequencedUpTo);
  }

  /** The number of the oldest act that was looked through while the search was away. */
  public long oldestLookedThrough() {
    return Math.max(0, newest() - NEWEST + 1);
  }

  private static long last(@Nullable Reach reach) {
    return reach == null || reach.position() == null ? -1 : reach.position();
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
