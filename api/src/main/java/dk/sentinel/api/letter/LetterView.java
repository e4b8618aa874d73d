package dk.sentinel.api.letter;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A letter as it is listed: neither address nor text.
 *
 * @param version of the agreement
 * @param occasion published, two-weeks, three-days, last-day or operator
 * @param day by which something is asked, or on which the operator asked for the letter; Danish
 * @param state waiting, sent or failed
 * @param reason why it failed; null otherwise
 * @param at when it was sent or given up; while it waits, when it was written
 */
record LetterView(
    int version,
    String occasion,
    LocalDate day,
    String state,
    @Nullable String reason,
    Instant at) {
  static LetterView of(LetterStore.Standing letter) {
    return new LetterView(
        letter.version(),
        letter.occasion(),
        letter.day(),
        letter.state(),
        letter.reason(),
        letter.at());
  }
}
