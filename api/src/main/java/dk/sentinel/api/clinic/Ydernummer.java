package dk.sentinel.api.clinic;

import dk.sentinel.api.problem.Fields;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A ydernummer that a clinic holds for a time, because ydernumre move between holders (domain
 * facts, section 5.3).
 *
 * @param number six digits
 * @param speciality 51, 57, 62 or 65
 * @param region ISO 3166-2 code of the region that the agreement is with
 * @param validFrom the first day
 * @param validTo the last day; null when no end is known
 */
record Ydernummer(
    String number,
    String speciality,
    String region,
    LocalDate validFrom,
    @Nullable LocalDate validTo) {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
  private static final Pattern SPECIALITY = Pattern.compile("51|57|62|65");
  private static final Pattern REGION = Pattern.compile("DK-8[1-5]");
  private static final LocalDate EARLIEST = LocalDate.of(1970, 1, 1);
  private static final LocalDate LATEST = LocalDate.of(2099, 12, 31);

  /** As somebody states it; a number may lack its leading zeros. */
  record Request(
      @Nullable String number,
      @Nullable String speciality,
      @Nullable String region,
      @Nullable String validFrom,
      @Nullable String validTo) {
    private static final Request NOTHING = new Request(null, null, null, null, null);
  }

  /** Reads several; a broken field is named with its place, such as {@code ydernumre[1].number}. */
  static List<Ydernummer> all(Fields fields, List<@Nullable Request> requested) {
    List<Ydernummer> read = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int at = 0; at < requested.size(); at++) {
      String place = "ydernumre[" + at + "].";
      Ydernummer one = of(fields, place, requested.get(at));
      fields.require(seen.add(one.number), place + "number", "must not be named twice");
      read.add(one);
    }
    return read;
  }

  /** Reads one. */
  static Ydernummer of(Fields fields, String place, @Nullable Request stated) {
    Request one = stated == null ? Request.NOTHING : stated;
    LocalDate from = day(fields, place + "validFrom", one.validFrom);
    LocalDate to = one.validTo == null ? null : day(fields, place + "validTo", one.validTo);
    fields.require(
        to == null || !to.isBefore(from), place + "validTo", "must not be before validFrom");
    return new Ydernummer(
        sixDigits(
            fields.matching(place + "number", one.number, NUMBER, "must have up to six digits")),
        fields.matching(
            place + "speciality", one.speciality, SPECIALITY, "must be 51, 57, 62 or 65"),
        fields.matching(place + "region", one.region, REGION, "must be DK-81 to DK-85"),
        from,
        to);
  }

  /** As yderregister and practice systems differ on leading zeros (domain facts, section 5.3). */
  static String sixDigits(String number) {
    return "0".repeat(Math.max(0, 6 - number.length())) + number;
  }

  /** A calendar day in Denmark. */
  static LocalDate day(Fields fields, String field, @Nullable String text) {
    try {
      LocalDate day = LocalDate.parse(text == null ? "" : text);
      fields.require(
          !day.isBefore(EARLIEST) && !day.isAfter(LATEST),
          field,
          "must be a day from 1970 to 2099");
      return day;
    } catch (DateTimeParseException notOne) {
      fields.require(false, field, "must be a date like 2024-01-31");
      return LocalDate.EPOCH;
    }
  }
}
