package dk.sentinel.compliance.audit;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * An entry as its reader sees it: the canonical text taken apart.
 *
 * @param id the entry's id, UUID version 7
 * @param recordedAt when it was recorded, to the millisecond
 * @param clinic whose log it stands in
 * @param correlation what portal, API and entry share
 * @param actor who acted
 * @param action what was done
 * @param object what it was done to
 * @param outcome success, refused or failure
 * @param purpose why
 * @param subject pseudonym of the person concerned; null when it concerns no one person
 * @param details further facts: text, numbers
 */
public record AuditEntry(
    UUID id,
    Instant recordedAt,
    UUID clinic,
    UUID correlation,
    By actor,
    String action,
    On object,
    String outcome,
    String purpose,
    @Nullable String subject,
    Map<String, Object> details) {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** Entries without details have none. */
  public AuditEntry {
    details = Map.copyOf(Objects.requireNonNullElse(details, Map.of()));
  }

  /**
   * Who acted.
   *
   * @param kind person, practice-system or system
   * @param id the actor's id
   * @param role the role in which they acted
   * @param level NSIS level of assurance of a person's sign-in
   * @param session the sign-in's session
   * @param authTime when the person last proved who they are
   */
  public record By(
      String kind,
      String id,
      String role,
      @Nullable String level,
      @Nullable String session,
      @Nullable Instant authTime) {}

  /**
   * What was acted on.
   *
   * @param type its kind
   * @param id its id, when it has one
   */
  public record On(String type, @Nullable String id) {}

  /**
   * Reads the canonical text.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static AuditEntry parse(String canonical) {
    try {
      return JSON.readValue(canonical, AuditEntry.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not the text of an audit entry", e);
    }
  }
}
