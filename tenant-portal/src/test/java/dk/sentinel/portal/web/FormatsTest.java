package dk.sentinel.portal.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FormatsTest {
  private static final Instant NOON = Instant.parse("2026-11-21T09:41:07Z");
  private final Formats danish = new Formats(Locale.of("da", "DK"));
  private final Formats english = new Formats(Locale.UK);

  @Test
  void a_danish_reader_gets_danish_dates_in_copenhagen_time() {
    assertThat(danish.dateTime(NOON)).isEqualTo("21. november 2026 kl. 10.41");
    assertThat(danish.stamp(NOON)).isEqualTo("21.11.2026 10.41.07");
  }

  @Test
  void summer_time_is_kept() {
    assertThat(danish.time(Instant.parse("2026-07-01T22:30:00Z"))).isEqualTo("00.30");
    assertThat(danish.date(Instant.parse("2026-07-01T22:30:00Z"))).isEqualTo("2. juli 2026");
  }

  @Test
  void a_share_has_two_decimals_and_a_decimal_comma() {
    assertThat(danish.percent(new BigDecimal("12.3"))).isEqualTo("12,30\u00a0%");
    assertThat(english.percent(new BigDecimal("12.3"))).isEqualTo("12.30%");
  }

  @Test
  void thousands_are_separated_as_the_reader_does() {
    assertThat(danish.number(1234567)).isEqualTo("1.234.567");
    assertThat(english.number(1234567)).isEqualTo("1,234,567");
  }
}
