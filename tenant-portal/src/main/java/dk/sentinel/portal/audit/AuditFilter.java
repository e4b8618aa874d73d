package dk.sentinel.portal.audit;

import dk.sentinel.portal.web.Formats;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * What the person looks for. What cannot be used is left out, and named, so that the page can say
 * that it shows something else than was asked for.
 *
 * @param from the first day, in Copenhagen
 * @param to the last day, not before the first
 * @param hour one hour of a period of one day; null for all
 * @param action one of {@link #ACTIONS} or empty
 * @param actor the id of who acted, or empty
 * @param purpose one of {@link #PURPOSES} or empty
 * @param outcome one of {@link #OUTCOMES} or empty
 * @param correlation the id of one request, or empty
 * @param after where the last part ended, empty for the first part
 * @param unusable the names of what was left out; {@code other} for what this page does not know
 */
record AuditFilter(
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    @Nullable Integer hour,
    String action,
    String actor,
    String purpose,
    String outcome,
    String correlation,
    String after,
    List<String> unusable) {
  static final List<String> ACTIONS =
      List.of(
          "sign-in",
          "sign-out",
          "clinic.create",
          "clinic.owners",
          "clinic.provision",
          "organization.differ",
          "organization.agree",
          "organization.repair",
          "ydernummer.add",
          "ydernummer.end",
          "member.add",
          "member.remove",
          "practice-system.ask",
          "practice-system.confirm",
          "practice-system.refuse",
          "practice-system.stop",
          "invitation.create",
          "invitation.resend",
          "invitation.revoke",
          "invitation.accept",
          "permission.grant",
          "permission.end",
          "access-review.complete",
          "agreement.read",
          "agreement.intent",
          "agreement.sign",
          "agreement.seal",
          "agreement.signatures",
          "agreement.evidence",
          "agreement.terminate",
          "agreement.resume",
          "power.upload",
          "power.read",
          "power.approve",
          "power.reject",
          "power.withdraw",
          "consent.read",
          "consent.intent",
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
          "clinic.export",
          "certificate.read",
          "deletion.begin",
          "deletion.erase",
          "deletion.complete",
          "access.refuse");
  static final List<String> OUTCOMES = List.of("success", "refused", "failure");

  static final List<String> PURPOSES = List.of("ADMIN", "QUALITY_42D", "AUDIT", "SUPPORT", "DSR");
  private static final Set<String> KNOWN =
      Set.of(
          "from",
          "to",
          "hour",
          "action",
          "actor",
          "purpose",
          "outcome",
          "correlation",
          "after",
          "lang");
  private static final int EARLIEST_YEAR = 2000;
  private static final int LATEST_YEAR = 2099;
  private static final Pattern ACTOR = Pattern.compile("[A-Za-z0-9._:/+=@-]{1,200}");
  private static final Pattern REQUEST =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern HOUR = Pattern.compile("1?[0-9]|2[0-3]");

  static AuditFilter of(MultiValueMap<String, String> query) {
    Reading reading = new Reading(query, new ArrayList<>());
    reading.noteUnknown();
    LocalDate from = reading.day("from");
    LocalDate to = reading.day("to");
    if (from != null && to != null && to.isBefore(from)) {
      reading.unusable().add("period");
      from = null;
      to = null;
    }
    String hour = reading.matching("hour", one -> HOUR.matcher(one).matches());
    boolean oneDay = from != null && from.equals(to);
    return new AuditFilter(
        from,
        to,
        hour.isEmpty() || !oneDay ? null : Integer.valueOf(hour),
        reading.matching("action", ACTIONS::contains),
        reading.matching("actor", one -> ACTOR.matcher(one).matches()),
        reading.matching("purpose", PURPOSES::contains),
        reading.matching("outcome", OUTCOMES::contains),
        reading.matching("correlation", one -> REQUEST.matcher(one).matches()),
        Objects.requireNonNullElse(query.getFirst("after"), ""),
        List.copyOf(reading.unusable()));
  }

  /** The start of the first day, or of the hour. */
  public @Nullable Instant fromInstant() {
    ZonedDateTime start = start();
    return start == null ? null : start.toInstant();
  }

  private @Nullable ZonedDateTime start() {
    return from == null ? null : from.atTime(hour == null ? 0 : hour, 0).atZone(Formats.COPENHAGEN);
  }

  /** The end of the last day, or of the hour; the hour that comes twice in autumn is two long. */
  public @Nullable Instant toInstant() {
    ZonedDateTime start = start();
    if (hour != null && start != null) {
      ZonedDateTime next = start.toLocalDateTime().plusHours(1).atZone(Formats.COPENHAGEN);
      return Duration.between(start, next).isPositive()
          ? next.toInstant()
          : start.plusHours(1).toInstant();
    }
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
    asked.put("hour", hour == null ? "" : hour.toString());
    asked.put("action", action);
    asked.put("actor", actor);
    asked.put("purpose", purpose);
    asked.put("outcome", outcome);
    asked.put("correlation", correlation);
    asked.values().removeIf(String::isEmpty);
    return asked;
  }

  /** The same for another period; null where it has no end. */
  Map<String, String> during(
      @Nullable LocalDate first, @Nullable LocalDate last, @Nullable Integer oneHour) {
    Map<String, String> asked = new LinkedHashMap<>();
    asked.put("from", Objects.toString(first, ""));
    asked.put("to", Objects.toString(last, ""));
    asked.put("hour", Objects.toString(oneHour, ""));
    asked().forEach(asked::putIfAbsent);
    return asked;
  }

  /**
   * Reads parameters one by one.
   *
   * @param query the parameters
   * @param unusable takes the names of those that cannot be used
   */
  private record Reading(MultiValueMap<String, String> query, List<String> unusable) {
    void noteUnknown() {
      if (!KNOWN.containsAll(query.keySet())) {
        unusable.add("other");
      }
    }

    String matching(String name, Predicate<String> usable) {
      String given = query.getFirst(name);
      if (given == null || given.isBlank()) {
        return "";
      }
      if (usable.test(given)) {
        return given;
      }
      unusable.add(name);
      return "";
    }

    @Nullable LocalDate day(String name) {
      String given = matching(name, Reading::isDay);
      return given.isEmpty() ? null : LocalDate.parse(given);
    }

    private static boolean isDay(String text) {
      try {
        int year = LocalDate.parse(text).getYear();
        return year >= EARLIEST_YEAR && year <= LATEST_YEAR;
      } catch (DateTimeParseException notADay) {
        return false;
      }
    }
  }
}
