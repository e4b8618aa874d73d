package dk.sentinel.api.letter;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.compliance.agreement.Asks;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OccasionTest {
  /** 1 April 2027, 10:30 in Denmark, where summer time began four days before. */
  private static final Instant BY = Instant.parse("2027-04-01T08:30:00Z");

  @ParameterizedTest
  @CsvSource({
    "2027-02-15T09:00:00Z, PUBLISHED",
    "2027-03-17T22:59:00Z, PUBLISHED",
    "2027-03-17T23:00:00Z, TWO_WEEKS",
    "2027-03-28T21:59:00Z, TWO_WEEKS",
    "2027-03-28T22:00:00Z, THREE_DAYS",
    "2027-03-31T21:59:00Z, THREE_DAYS",
    "2027-03-31T22:00:00Z, LAST_DAY",
    "2027-04-01T08:29:00Z, LAST_DAY"
  })
  void a_clinic_is_told_what_is_most_urgent_by_danish_days(Instant now, Occasion due) {
    assertThat(Occasion.due(Asks.SIGNATURE, BY, now)).contains(due);
    assertThat(Occasion.due(Asks.NOTICE, BY, now)).contains(Occasion.PUBLISHED);
  }

  @Test
  void afterwards_it_is_told_nothing() {
    assertThat(Occasion.due(Asks.SIGNATURE, BY, BY)).isEmpty();
    assertThat(Occasion.due(Asks.NOTICE, BY, BY)).isEmpty();
  }
}
