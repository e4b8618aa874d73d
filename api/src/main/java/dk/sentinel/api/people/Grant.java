package dk.sentinel.api.people;

import dk.sentinel.api.identity.ClinicRole;
import dk.sentinel.api.problem.Fields;
import dk.sentinel.compliance.tenancy.Scope;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A role as it is given: what, until when, and how far it reaches.
 *
 * @param role what the person may do
 * @param endsAt from when on they no longer may; null when no end is set
 * @param scope the ydernumre that a physiotherapist sees, the days of the log that an auditor reads
 */
record Grant(ClinicRole role, @Nullable Instant endsAt, Scope scope) {
  static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");

  /** Nobody is trusted for longer without being asked again. */
  static final int LONGEST_YEARS = 3;

  private static final int MOST_YDERNUMRE = 50;
  private static final Pattern YDERNUMMER = Pattern.compile("[0-9]{6}");

  /**
   * What somebody asks for.
   *
   * @param role a role's code
   * @param until the last day on which it holds
   * @param ydernumre a physiotherapist's; null for all of the clinic's
   * @param logFrom the first day of the log that an auditor reads
   * @param logTo the last such day
   */
  record Terms(
      @Nullable String role,
      @Nullable String until,
      @Nullable List<String> ydernumre,
      @Nullable String logFrom,
      @Nullable String logTo) {}

  /** Checked; what is wrong is noted, and the grant must then not be used. */
  static Grant of(Fields fields, Terms terms, LocalDate today) {
    String code = terms.role == null ? "" : terms.role;
    fields.require(
        ClinicRole.of(code).isPresent(),
        "role",
        "must be owner, physiotherapist, secretary or auditor");
    ClinicRole role = ClinicRole.of(code).orElse(ClinicRole.SECRETARY);
    LocalDate last = lastDay(fields, terms.until, role, today);
    Set<String> ydernumre = ydernumre(fields, terms.ydernumre, role);
    LocalDate logFrom = logDay(fields, "logFrom", terms.logFrom, role);
    LocalDate logTo = logDay(fields, "logTo", terms.logTo, role);
    fields.require(
        logFrom == null || logTo == null || !logTo.isBefore(logFrom),
        "logTo",
        "must not be before logFrom");
    return new Grant(
        role,
        last == null ? null : last.plusDays(1).atStartOfDay(DENMARK).toInstant(),
        new Scope(ydernumre, logFrom, logTo));
  }

  /** A role ends with a day in Denmark. An auditor's must, an owner's is taken by somebody. */
  private static @Nullable LocalDate lastDay(
      Fields fields, @Nullable String until, ClinicRole role, LocalDate today) {
    if (until == null) {
      fields.require(
          role != ClinicRole.AUDITOR, "until", "must be given: an auditor's access ends");
      return null;
    }
    fields.require(role != ClinicRole.OWNER, "until", "must not be given for an owner");
    LocalDate last = day(fields, "until", until);
    fields.require(
        last == null || (!last.isBefore(today) && !last.isAfter(today.plusYears(LONGEST_YEARS))),
        "until",
        "must be a day from today to three years from now");
    return last;
  }

  private static @Nullable Set<String> ydernumre(
      Fields fields, @Nullable List<String> named, ClinicRole role) {
    if (named == null) {
      return null;
    }
    boolean fits =
        role == ClinicRole.PHYSIOTHERAPIST
            && !named.isEmpty()
            && named.size() <= MOST_YDERNUMRE
            && named.stream().allMatch(one -> YDERNUMMER.matcher(one).matches());
    fields.require(
        fits,
        "ydernumre",
        "must name 1 to 50 ydernumre of six digits, for a physiotherapist; leave it out for all");
    return fits ? new TreeSet<>(named) : null;
  }

  private static @Nullable LocalDate logDay(
      Fields fields, String field, @Nullable String text, ClinicRole role) {
    if (text == null) {
      return null;
    }
    fields.require(role == ClinicRole.AUDITOR, field, "must be given for an auditor only");
    LocalDate day = day(fields, field, text);
    boolean fits = day == null || (day.getYear() >= 1900 && day.getYear() <= 2200);
    fields.require(fits, field, "must be in 1900 to 2200");
    return fits && role == ClinicRole.AUDITOR ? day : null;
  }

  private static @Nullable LocalDate day(Fields fields, String field, String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException notOne) {
      fields.require(false, field, "must be a day, such as 2026-12-31");
      return null;
    }
  }

  /** The last day on which it holds. */
  @Nullable LocalDate until() {
    return endsAt == null ? null : LocalDate.ofInstant(endsAt, DENMARK).minusDays(1);
  }

  /** The ydernumre that the person sees, in order; null for all. */
  @Nullable List<String> ydernumre() {
    Set<String> named = scope.ydernumre();
    return named == null ? null : List.copyOf(named);
  }
}
