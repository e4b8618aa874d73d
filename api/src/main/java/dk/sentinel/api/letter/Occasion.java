package dk.sentinel.api.letter;

import dk.sentinel.compliance.agreement.Asks;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a clinic gets a letter. */
enum Occasion {
  /** A version was published that asks something of the clinic. */
  PUBLISHED,
  /** Two weeks are left to sign. */
  TWO_WEEKS,
  /** Three days are left to sign. */
  THREE_DAYS,
  /** It must be signed today. */
  LAST_DAY,
  /** The operator asked for it. */
  OPERATOR;

  static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");

  /**
   * What a clinic is due to be told now. Who comes late is told the most urgent only. Of a notice a
   * clinic is told once: it need not do anything.
   *
   * @param by until when something is asked
   * @return empty when it is too late for any
   */
  static Optional<Occasion> due(Asks asks, Instant by, Instant now) {
    if (!now.isBefore(by)) {
      return Optional.empty();
    }
    if (asks == Asks.NOTICE) {
      return Optional.of(PUBLISHED);
    }
    LocalDate today = day(now);
    LocalDate last = day(by);
    if (!today.isBefore(last)) {
      return Optional.of(LAST_DAY);
    }
    if (!today.isBefore(last.minusDays(3))) {
      return Optional.of(THREE_DAYS);
    }
    return Optional.of(today.isBefore(last.minusDays(14)) ? PUBLISHED : TWO_WEEKS);
  }

  /** The day in Denmark. */
  static LocalDate day(Instant moment) {
    return LocalDate.ofInstant(moment, DENMARK);
  }

  /** Its word in the database and in the log. */
  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Occasion of(String code) {
    return Arrays.stream(values())
        .filter(each -> each.code().equals(code))
        .findFirst()
        .orElseThrow();
  }
}
