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
 * @param origin where the request came from; null when Sentinel acted by itself
 * @param basis what allowed it; null in entries of version 1
 * @param results how many things a search or a read gave; null when the act gives none
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
    Map<String, Object> details,
    @Nullable From origin,
    @Nullable Why basis,
    @Nullable Long results) {
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
   * @param idp the identity provider that vouches for the sign-in
   * @param authorisation id in the register of authorised health professionals
   * @param onBehalfOf for whom a system acts
   */
  public record By(
      String kind,
      String id,
      String role,
      @Nullable String level,
      @Nullable String session,
      @Nullable Instant authTime,
      @Nullable String idp,
      @Nullable String authorisation,
      @Nullable String onBehalfOf) {}

  /**
   * What was acted on.
   *
   * @param type its kind
   * @param id its id, when it has one
   */
  public record On(String type, @Nullable String id) {}

  /**
   * Where a request came from.
   *
   * @param address the client's IP address
   * @param client the client's product family, see {@link
   *     dk.sentinel.compliance.tenancy.Origin.Client}
   */
  public record From(@Nullable String address, String client) {}

  /**
   * What allowed the act.
   *
   * @param legal code of the legal basis, see {@link Basis.Legal}
   * @param agreement version of the data processing agreement in force
   * @param consent version of the practice consent that held
   * @param enrolment project and version that the clinic was enrolled in
   * @param permission id of the permission by sundhedsloven § 42 d
   */
  public record Why(
      String legal,
      @Nullable Integer agreement,
      @Nullable Integer consent,
      @Nullable String enrolment,
      @Nullable String permission) {}

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
