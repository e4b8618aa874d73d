package dk.sentinel.api.capture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A person's CPR number or X-eCPR replacement number (domain facts 3.8). Modulus 11 is not asked
 * for: since 1 October 2007 numbers that fail it are issued.
 */
final class PersonNumber {
  static final String CPR = "urn:oid:1.2.208.176.1.2";
  static final String X_ECPR = "urn:oid:1.2.208.176.1.6.1.1";

  private static final Pattern CPR_SHAPE = Pattern.compile("[0-9]{10}");
  private static final Pattern X_ECPR_SHAPE = Pattern.compile("[0-9]{6}[17][A-Z]{2}[0-9]");

  /** The national test persons: numbers that exist in test systems only. */
  private static final Set<String> TEST_NUMBERS = testNumbers();

  private static final int SYNTHETIC_DAY = 60;

  private PersonNumber() {}

  /** What reading a Patient's identifiers found. */
  sealed interface Found {
    /**
     * A number that may identify.
     *
     * @param number the number
     * @param birth the birth date it tells; null for a replacement number
     */
    record Usable(String number, @Nullable LocalDate birth) implements Found {}

    /** None, or one that breaks a rule. */
    enum Unusable implements Found {
      MISSING,
      INVALID,
      NOT_ALLOWED_HERE
    }
  }

  /**
   * The number of a Patient.
   *
   * @param synthetic whether this installation holds synthetic people: then only test numbers are
   *     let in, else they are kept out
   */
  static Found of(JsonNode patient, boolean synthetic) {
    for (JsonNode identifier : patient.path("identifier")) {
      String system = identifier.path("system").asString("");
      String value = identifier.path("value").asString("").replace("-", "").strip();
      if (system.equals(CPR)) {
        return cpr(value, synthetic);
      }
      if (system.equals(X_ECPR)) {
        return X_ECPR_SHAPE.matcher(value).matches()
            ? new Found.Usable(value, null)
            : Found.Unusable.INVALID;
      }
    }
    return Found.Unusable.MISSING;
  }

  private static Found cpr(String value, boolean synthetic) {
    if (!CPR_SHAPE.matcher(value).matches()) {
      return Found.Unusable.INVALID;
    }
    int day = Integer.parseInt(value.substring(0, 2));
    boolean shifted = day > SYNTHETIC_DAY;
    LocalDate birth;
    try {
      birth =
          LocalDate.of(
              century(value) + Integer.parseInt(value.substring(4, 6)),
              Integer.parseInt(value.substring(2, 4)),
              shifted ? day - SYNTHETIC_DAY : day);
    } catch (DateTimeException impossible) {
      return Found.Unusable.INVALID;
    }
    boolean testPerson = shifted || TEST_NUMBERS.contains(value);
    if (testPerson != synthetic) {
      return Found.Unusable.NOT_ALLOWED_HERE;
    }
    return new Found.Usable(value, birth);
  }

  /** The century that the seventh digit tells together with the year. */
  private static int century(String cpr) {
    int seventh = cpr.charAt(6) - '0';
    int year = Integer.parseInt(cpr.substring(4, 6));
    if (seventh <= 3) {
      return 1900;
    }
    if (seventh == 4 || seventh == 9) {
      return year <= 36 ? 2000 : 1900;
    }
    return year <= 57 ? 2000 : 1800;
  }

  private static Set<String> testNumbers() {
    try (InputStream in =
        Objects.requireNonNull(
            PersonNumber.class.getResourceAsStream("/capture/national-test-numbers.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
