package dk.sentinel.compliance.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** The only values that an audit entry can carry. There is none for text that someone wrote. */
public sealed interface AuditValue {
  /**
   * A number of things.
   *
   * @param value how many; at most 2^53, so that every JSON reader keeps it exact
   */
  record Count(long value) implements AuditValue {
    /** Checks the range. */
    public Count {
      if (Math.abs(value) > 1L << 53) {
        throw new IllegalArgumentException("a count must be at most 2^53");
      }
    }
  }

  /**
   * A word of a catalogue, a version or a hash. Never anything that looks like a CPR number.
   *
   * @param value 1 to 200 letters, digits and {@code . _ : / + = @ -}
   */
  record Code(String value) implements AuditValue {
    private static final int MOST = 200;
    private static final int DATE_DIGITS = 6;
    private static final int CPR_DIGITS = 10;

    /** Checks the shape. */
    public Code {
      if (value.isEmpty() || value.length() > MOST || !isPlain(value) || hasCprLike(value)) {
        throw new IllegalArgumentException("not a code that an audit entry may carry");
      }
    }

    private static boolean isPlain(String value) {
      for (int at = 0; at < value.length(); at++) {
        char c = value.charAt(at);
        if (!isDigit(c) && !isLetter(c) && "._:/+=@-".indexOf(c) < 0) {
          return false;
        }
      }
      return true;
    }

    /**
     * Whether a word in it could be a CPR number or a replacement number: six digits, a hyphen or
     * none, then four digits or a digit, two letters and a digit. Written out, because each act
     * checks a dozen codes.
     */
    private static boolean hasCprLike(String value) {
      for (int at = 0; at + CPR_DIGITS <= value.length(); at++) {
        if ((at == 0 || !isAlphanumeric(value.charAt(at - 1))) && isCprLikeAt(value, at)) {
          return true;
        }
      }
      return false;
    }

    private static boolean isCprLikeAt(String value, int begin) {
      for (int at = begin; at < begin + DATE_DIGITS; at++) {
        if (!isDigit(value.charAt(at))) {
          return false;
        }
      }
      int serial = begin + DATE_DIGITS + (value.charAt(begin + DATE_DIGITS) == '-' ? 1 : 0);
      int end = serial + CPR_DIGITS - DATE_DIGITS;
      return end <= value.length()
          && isSerial(value, serial)
          && (end == value.length() || !isAlphanumeric(value.charAt(end)));
    }

    private static boolean isSerial(String value, int at) {
      char second = value.charAt(at + 1);
      char third = value.charAt(at + 2);
      return isDigit(value.charAt(at))
          && isDigit(value.charAt(at + 3))
          && ((isDigit(second) && isDigit(third)) || (isCapital(second) && isCapital(third)));
    }

    private static boolean isAlphanumeric(char c) {
      return isDigit(c) || isLetter(c);
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
      return isCapital(c) || (c >= 'a' && c <= 'z');
    }

    private static boolean isCapital(char c) {
      return c >= 'A' && c <= 'Z';
    }
  }

  /**
   * Several codes, written with a comma between them.
   *
   * @param values each as a {@link Code} may be
   */
  record Codes(List<String> values) implements AuditValue {
    /** Checks each. */
    public Codes {
      values = values.stream().map(value -> new Code(value).value()).toList();
    }
  }

  /**
   * An id that Sentinel made.
   *
   * @param value the id
   */
  record Id(UUID value) implements AuditValue {}

  /**
   * A day, such as the first of a report's period; never a birth date.
   *
   * @param value the day
   */
  record Day(LocalDate value) implements AuditValue {}

  /**
   * A moment.
   *
   * @param value the moment
   */
  record Moment(Instant value) implements AuditValue {}

  /** A number of things. */
  static Count count(long value) {
    return new Count(value);
  }

  /**
   * A word of a catalogue.
   *
   * @throws IllegalArgumentException when it could be something else
   */
  static Code code(String value) {
    return new Code(value);
  }

  /**
   * Several words of a catalogue, such as the fields that were read.
   *
   * @throws IllegalArgumentException when one could be something else
   */
  static Codes codes(List<String> values) {
    return new Codes(values);
  }

  /** An id that Sentinel made. */
  static Id id(UUID value) {
    return new Id(value);
  }

  /** A day. */
  static Day day(LocalDate value) {
    return new Day(value);
  }

  /** A moment. */
  static Moment moment(Instant value) {
    return new Moment(value);
  }
}
