package dk.sentinel.api.letter;

import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.Asks;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A letter that somebody has begun to send. Never printed.
 *
 * @param id also its name on the way: who gets it twice can tell
 * @param clinic whose agreement it is about
 * @param clinicName as the letter calls it
 * @param address where it goes
 * @param language of its text
 * @param asks what the clinic is asked
 * @param by until when; null when no day is set
 */
record Letter(
    UUID id,
    UUID clinic,
    String clinicName,
    String address,
    TextLanguage language,
    Asks asks,
    @Nullable Instant by) {
  @Override
  public String toString() {
    return "letter " + id;
  }
}
