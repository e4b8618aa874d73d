package dk.sentinel.api.audit;

import dk.sentinel.api.problem.Problem;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;

/** Places and sizes of a log as callers write them. */
final class LogPlace {
  /** The log is shorter than the caller thinks. */
  static final Problem NOT_GROWN =
      Problem.of(
          "not-in-log",
          HttpStatus.NOT_FOUND,
          "Not in the log",
          "The log has not grown so far. Its size stands in GET"
              + " /clinics/{clinicId}/log/checkpoint.");

  /** The caller may read some days of the log, and this is not of them. */
  static final Problem OUTSIDE_PERIOD =
      Problem.of(
          "outside-period",
          HttpStatus.FORBIDDEN,
          "Outside your period",
          "You may read some days of this log only. Hashes, checkpoints and proofs of the whole log"
              + " are open to you, entries of other days are not; whole bundles, ndjson and package"
              + " hold such entries. Take csv, fhir or pdf, and single entries with their proofs.");

  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,14}");

  private LogPlace() {}

  /** Whether the text is a number from 0. */
  static boolean isOne(String text) {
    return NUMBER.matcher(text).matches();
  }

  /** A number from 0; anything else is a problem that names the field. */
  static long number(String field, String text) {
    if (!isOne(text)) {
      throw notOne(field).asException();
    }
    return Long.parseLong(text);
  }

  /** Tells what to write instead. */
  static Problem notOne(String field) {
    return Problem.invalid(field, "must be a number from 0 without leading zeroes");
  }
}
