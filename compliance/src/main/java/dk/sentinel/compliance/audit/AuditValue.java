package dk.sentinel.compliance.audit;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

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
    private static final Pattern CPR_LIKE =
        Pattern.compile("(?<![0-9A-Za-z])[0-9]{6}-?[0-9]{4}(?![0-9A-Za-z])");

    /** Checks the shape. */
    public Code {
      if (value.isEmpty() || value.length() > MOST || !isPlain(value)) {
        throw new IllegalArgumentException("not a code that an audit entry may carry");
      }
    }

    /** Each act writes a dozen of these: the expression is asked only where there are digits. */
    private static boolean isPlain(String value) {
      int digits = 0;
      int longest = 0;
      for (int at = 0; at < value.length(); at++) {
        char c = value.charAt(at);
        boolean digit = c >= '0' && c <= '9';
        boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!digit && !letter && "._:/+=@-".indexOf(c) < 0) {
          return false;
        }
        digits = digit ? digits + 1 : 0;
        longest = Math.max(longest, digits);
      }
      return longest < DATE_DIGITS || !CPR_LIKE.matcher(value).find();
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
