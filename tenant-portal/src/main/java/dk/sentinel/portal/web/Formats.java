package dk.sentinel.portal.web;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Dates, times and numbers as the reader writes them: Danish or British, always Copenhagen time.
 * Templates know it as {@code fmt}.
 */
public final class Formats {
  /** Where the clinics are. */
  public static final ZoneId COPENHAGEN = ZoneId.of("Europe/Copenhagen");

  private final Locale locale;
  private final boolean danish;

  /** Formats for one reader. */
  public Formats(Locale locale) {
    this.locale = locale;
    this.danish = "da".equals(locale.getLanguage());
  }

  /** A day, such as {@code 21. november 2026}. */
  public String date(LocalDate day) {
    return day.format(pattern(danish ? "d. MMMM yyyy" : "d MMMM yyyy"));
  }

  /** The day of an instant. */
  public String date(Instant at) {
    return date(at.atZone(COPENHAGEN).toLocalDate());
  }

  /** A day and time, such as {@code 21. november 2026 kl. 10.41}. */
  public String dateTime(Instant at) {
    return at.atZone(COPENHAGEN)
        .format(pattern(danish ? "d. MMMM yyyy 'kl.' HH.mm" : "d MMMM yyyy, HH:mm"));
  }

  /** A day and time in little room, to the second, such as {@code 21.11.2026 10.41.07}. */
  public String stamp(Instant at) {
    return at.atZone(COPENHAGEN)
        .format(pattern(danish ? "dd.MM.yyyy HH.mm.ss" : "dd/MM/yyyy HH:mm:ss"));
  }

  /** The month of an instant, such as {@code november 2026}. */
  public String month(Instant at) {
    return at.atZone(COPENHAGEN).format(pattern("MMMM yyyy"));
  }

  /** A time of day, such as {@code 10.41}. */
  public String time(Instant at) {
    return at.atZone(COPENHAGEN).format(pattern(danish ? "HH.mm" : "HH:mm"));
  }

  /** A whole number with thousands separated. */
  public String number(long number) {
    return NumberFormat.getIntegerInstance(locale).format(number);
  }

  /** A percentage that is already in percent, two decimals, such as {@code 12,34 %}. */
  public String percent(BigDecimal percent) {
    NumberFormat two = NumberFormat.getNumberInstance(locale);
    two.setMinimumFractionDigits(2);
    two.setMaximumFractionDigits(2);
    return two.format(percent) + (danish ? "\u00a0%" : "%");
  }

  /** A number with at most one decimal, such as a median age. */
  public String decimal(BigDecimal number) {
    NumberFormat one = NumberFormat.getNumberInstance(locale);
    one.setMaximumFractionDigits(1);
    return one.format(number);
  }

  private DateTimeFormatter pattern(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, locale);
  }
}
