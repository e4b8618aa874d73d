package dk.sentinel.portal.audit;

import dk.sentinel.portal.web.Formats;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * What the person looks for; a value that is not one of the known is left out.
 *
 * @param from the first day, in Copenhagen
 * @param to the last day
 * @param action one of {@link #ACTIONS} or empty
 * @param actor the id of who acted, or empty
 * @param purpose one of {@link #PURPOSES} or empty
 * @param outcome one of {@link #OUTCOMES} or empty
 * @param correlation the id of one request, or empty
 * @param after where the last part ended, empty for the first part
 */
record AuditFilter(
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    String action,
    String actor,
    String purpose,
    String outcome,
    String correlation,
    String after) {
  static final List<String> ACTIONS =
      List.of(
          "sign-in",
          "sign-out",
          "clinic.create",
          "member.add",
          "practice-system.activate",
          "agreement.read",
          "agreement.intent",
          "agreement.sign",
          "consent.give",
          "consent.withdraw",
          "project.enrol",
          "project.withdraw",
          "journal.receive",
          "journal.store",
          "journal.refuse",
          "report.open",
          "report.export",
          "audit.search",
          "audit.read",
          "audit.export",
          "subject.erase",
          "access.refuse");
  static final List<String> OUTCOMES = List.of("success", "refused", "failure");

  static final List<String> PURPOSES = List.of("ADMIN", "QUALITY_42D", "AUDIT", "SUPPORT", "DSR");
  private static final Pattern ACTOR = Pattern.compile("[A-Za-z0-9._:/+=@-]{1,200}");

  private static final Pattern REQUEST =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  static AuditFilter of(MultiValueMap<String, String> query) {
    return new AuditFilter(
        day(query.getFirst("from")),
        day(query.getFirst("to")),
        known(ACTIONS, query.getFirst("action")),
        Optional.ofNullable(query.getFirst("actor"))
            .filter(actor -> ACTOR.matcher(actor).matches())
            .orElse(""),
        known(PURPOSES, query.getFirst("purpose")),
        known(OUTCOMES, query.getFirst("outcome")),
        Optional.ofNullable(query.getFirst("correlation"))
            .filter(id -> REQUEST.matcher(id).matches())
            .orElse(""),
        Optional.ofNullable(query.getFirst("after")).orElse(""));
  }

  /** The start of the first day. */
  @Nullable Instant fromInstant() {
    return from == null ? null : from.atStartOfDay(Formats.COPENHAGEN).toInstant();
  }

  /** The end of the last day. */
  @Nullable Instant toInstant() {
    return to == null ? null : to.plusDays(1).atStartOfDay(Formats.COPENHAGEN).toInstant();
  }

  public boolean any() {
    return !asked().isEmpty();
  }

  /** What is given, by the name it has in an address of this page; the place in it left out. */
  Map<String, String> asked() {
    Map<String, String> asked = new LinkedHashMap<>();
    asked.put("from", from == null ? "" : from.toString());
    asked.put("to", to == null ? "" : to.toString());
    asked.put("action", action);
    asked.put("actor", actor);
    asked.put("purpose", purpose);
    asked.put("outcome", outcome);
    asked.put("correlation", correlation);
    asked.values().removeIf(String::isEmpty);
    return asked;
  }

  private static String known(List<String> known, @Nullable String given) {
    return given != null && known.contains(given) ? given : "";
  }

  private static @Nullable LocalDate day(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException notADay) {
      return null;
    }
  }
}
