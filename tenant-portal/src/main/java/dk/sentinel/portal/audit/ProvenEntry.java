package dk.sentinel.portal.audit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One entry with everything it says, and the proof that the API made and checked.
 *
 * @param entry what it says
 * @param canonical the text whose bytes were hashed
 * @param logSize how many entries the log had that the proof leads to
 * @param key the verifier key that signed that log
 * @param verified whether the proof held when the API checked it for this answer
 */
record ProvenEntry(Whole entry, String canonical, long logSize, String key, boolean verified) {

  /** The entry before this one; null for the first. */
  public @Nullable Long previous() {
    return entry.position() == 0 ? null : entry.position() - 1;
  }

  /** The entry after this one; null for the newest of the proven log. */
  public @Nullable Long next() {
    return entry.position() + 1 < logSize ? entry.position() + 1 : null;
  }

  /** What the entry says. Persons acted on stand as pseudonyms, the clinic's own people by name. */
  record Whole(
      long position,
      String id,
      Instant recordedAt,
      String correlation,
      By actor,
      String action,
      @Nullable String object,
      String outcome,
      @Nullable String purpose,
      @Nullable String subject,
      @Nullable Map<String, Object> details,
      @Nullable From origin,
      @Nullable Why basis,
      @Nullable Long results) {

    /** What kind of thing the act was about. */
    public String objectType() {
      return object == null ? "" : object.replaceFirst("/.*", "");
    }

    /** The thing's own id or name; empty when it has none. */
    public String objectId() {
      return object == null ? "" : object.replaceFirst("^[^/]*/?", "");
    }

    /** Further facts in a fixed order. */
    public List<Fact> facts() {
      Map<String, Object> given = Objects.requireNonNullElse(details, Map.of());
      return new TreeMap<>(given)
          .entrySet().stream().map(fact -> Fact.of(fact.getKey(), fact.getValue())).toList();
    }
  }

  /** Who acted, and how they had proved who they are. */
  record By(
      String kind,
      String id,
      @Nullable String name,
      String role,
      @Nullable String level,
      @Nullable String session,
      @Nullable Instant authTime,
      @Nullable String idp,
      @Nullable String authorisation,
      @Nullable String onBehalfOf) {

    /** The last word of the level's address, such as {@code Substantial}. */
    public String levelName() {
      return level == null ? "" : Fact.lastWord(level);
    }
  }

  /** Where the request came from. */
  record From(@Nullable String address, @Nullable String client) {}

  /** What allowed the act. */
  record Why(
      String legal,
      @Nullable Integer agreement,
      @Nullable Integer consent,
      @Nullable String enrolment,
      @Nullable String permission) {

    /** The code of the rule as a part of a message's name. */
    public String legalKey() {
      return legal.replace(':', '.');
    }
  }

  /**
   * A further fact.
   *
   * @param name such as {@code gate}
   * @param number when it is a number
   * @param moment when it is a moment
   * @param words else, each a code or an id
   */
  record Fact(String name, @Nullable Long number, @Nullable Instant moment, List<String> words) {

    static Fact of(String name, Object value) {
      if (value instanceof Number number) {
        return new Fact(name, number.longValue(), null, List.of());
      }
      String text = value.toString();
      if (text.matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z")) {
        return new Fact(name, null, Instant.parse(text), List.of());
      }
      // several stand with commas; a reason may name what stood in the way: gate-closed:consent
      String[] words = name.equals("reason") ? text.split(":", 2) : lastWord(text).split(",");
      return new Fact(name, null, null, List.of(words));
    }

    private static String lastWord(String text) {
      return text.startsWith("https://") ? text.substring(text.lastIndexOf('/') + 1) : text;
    }
  }
}
