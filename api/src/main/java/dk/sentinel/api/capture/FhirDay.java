package dk.sentinel.api.capture;

import dk.sentinel.compliance.privacy.GateCalendar;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The Danish calendar day of a FHIR date or dateTime. */
final class FhirDay {
  private static final int LENGTH_OF_DATE = 10;

  private FhirDay() {}

  /**
   * The day.
   *
   * @return empty when the text is no day: a year or a month alone, or an impossible date
   */
  static Optional<LocalDate> of(JsonNode value) {
    String text = value.asString("");
    try {
      if (text.length() == LENGTH_OF_DATE) {
        return Optional.of(LocalDate.parse(text));
      }
      if (text.length() > LENGTH_OF_DATE) {
        return Optional.of(
            OffsetDateTime.parse(text).atZoneSameInstant(GateCalendar.DENMARK).toLocalDate());
      }
      return Optional.empty();
    } catch (DateTimeException impossible) {
      return Optional.empty();
    }
  }
}
