package dk.sentinel.compliance.audit.proof.document;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the values of a PDF (ISO 32000-1, section 7.3) from its bytes. Nested no deeper than {@link
 * #DEEPEST}. A value is a {@link Map} by name, a {@link List}, a {@link Text}, a {@link Reference}
 * or, for names, numbers and words, a String as it is written.
 */
final class PdfText {
  private static final int DEEPEST = 50;
  private static final int MOST_VALUES = 200_000;
  private static final String ENDS = "()<>[]{}/%";

  private final byte[] data;
  private final int limit;
  private int at;
  private int values;

  PdfText(byte[] data, int at, int limit) {
    this.data = data;
    this.at = at;
    this.limit = limit;
  }

  /** What is there is no value. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String why, int at) {
      super(why + " at byte " + at);
    }
  }

  /**
   * Another object.
   *
   * @param number its number
   */
  record Reference(int number) {}

  /**
   * A string.
   *
   * @param bytes one character for each byte
   */
  record Text(String bytes) {
    byte[] array() {
      return bytes.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** As people read it: UTF-16 where it says so, else Latin 1. */
    String readable() {
      byte[] array = array();
      return bytes.startsWith("\u00fe\u00ff")
          ? new String(array, 2, array.length - 2, StandardCharsets.UTF_16BE)
          : bytes;
    }
  }

  int position() {
    return at;
  }

  boolean isAtEnd() {
    space();
    return at >= limit;
  }

  /** Takes a word when it comes next. */
  boolean takes(String word) {
    space();
    if (!comes(data, at, word) || at + word.length() > limit) {
      return false;
    }
    at += word.length();
    return true;
  }

  static boolean comes(byte[] data, int at, String word) {
    if (at < 0 || at + word.length() > data.length) {
      return false;
    }
    for (int each = 0; each < word.length(); each++) {
      if (data[at + each] != word.charAt(each)) {
        return false;
      }
    }
    return true;
  }

  int number() throws Malformed {
    space();
    int start = at;
    long value = 0;
    while (at < limit && data[at] >= '0' && data[at] <= '9' && at - start < 10) {
      value = value * 10 + data[at++] - '0';
    }
    if (at == start || value > Integer.MAX_VALUE) {
      throw wrong("no number");
    }
    return (int) value;
  }

  /** The bytes of a stream, raw; the word {@code stream} was taken. */
  byte[] stream(int length) throws Malformed {
    if (at < limit && data[at] == '\r') {
      at++;
    }
    if (at < limit && data[at] == '\n') {
      at++;
    }
    if (length > limit - at) {
      throw wrong("stream cut off");
    }
    byte[] bytes = Arrays.copyOfRange(data, at, at + length);
    at += length;
    return bytes;
  }

  Object value() throws Malformed {
    return value(0);
  }

  private Object value(int depth) throws Malformed {
    space();
    if (depth > DEEPEST || at >= limit || ++values > MOST_VALUES) {
      throw wrong("no value");
    }
    if (takes("<<")) {
      return dictionary(depth);
    }
    return switch (data[at]) {
      case '[' -> list(depth);
      case '(' -> literal();
      case '<' -> hex();
      case '/' -> name();
      default -> numberOrReference();
    };
  }

  private String name() {
    at++;
    return "/" + word();
  }

  private Map<String, Object> dictionary(int depth) throws Malformed {
    Map<String, Object> members = new LinkedHashMap<>();
    while (!takes(">>")) {
      space();
      if (at >= limit || data[at] != '/') {
        throw wrong("no name");
      }
      at++;
      if (members.put(word(), value(depth + 1)) != null) {
        throw wrong("a name twice");
      }
    }
    return members;
  }

  private List<Object> list(int depth) throws Malformed {
    at++;
    List<Object> items = new ArrayList<>();
    while (!takes("]")) {
      items.add(value(depth + 1));
    }
    return items;
  }

  private Object numberOrReference() throws Malformed {
    String first = word();
    if (first.isEmpty()) {
      throw wrong("no value");
    }
    int back = at;
    if (first.matches("\\d{1,9}")) {
      space();
      if (at < limit && data[at] >= '0' && data[at] <= '9') {
        word();
        space();
        if (at < limit && data[at] == 'R' && (at + 1 >= limit || isEnd(data[at + 1]))) {
          at++;
          return new Reference(Integer.parseInt(first));
        }
      }
    }
    at = back;
    return first;
  }

  private String word() {
    int start = at;
    while (at < limit && !isEnd(data[at])) {
      at++;
    }
    return new String(data, start, at - start, StandardCharsets.ISO_8859_1);
  }

  private static boolean isEnd(byte each) {
    return isSpace(each) || ENDS.indexOf(each) >= 0;
  }

  private static boolean isSpace(byte each) {
    return each == ' ' || each == '\n' || each == '\r' || each == '\t' || each == '\f' || each == 0;
  }

  private Text literal() throws Malformed {
    at++;
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    int open = 1;
    while (at < limit) {
      byte each = data[at++];
      if (each == '\\' && at < limit) {
        escaped(read);
        continue;
      }
      open += each == '(' ? 1 : each == ')' ? -1 : 0;
      if (open == 0) {
        return new Text(read.toString(StandardCharsets.ISO_8859_1));
      }
      read.write(each);
    }
    throw wrong("string without end");
  }

  private void escaped(ByteArrayOutputStream read) {
    byte each = data[at++];
    switch (each) {
      case 'n' -> read.write('\n');
      case 'r' -> read.write('\r');
      case 't' -> read.write('\t');
      case 'b' -> read.write('\b');
      case 'f' -> read.write('\f');
      case '\n' -> {}
      case '\r' -> at += at < limit && data[at] == '\n' ? 1 : 0;
      default -> {
        if (each < '0' || each > '7') {
          read.write(each);
          return;
        }
        int value = each - '0';
        for (int more = 0; more < 2 && at < limit && data[at] >= '0' && data[at] <= '7'; more++) {
          value = value * 8 + data[at++] - '0';
        }
        read.write(value);
      }
    }
  }

  private Text hex() throws Malformed {
    at++;
    StringBuilder read = new StringBuilder();
    int high = -1;
    while (at < limit) {
      byte each = data[at++];
      if (each == '>') {
        if (high >= 0) {
          read.append((char) (high << 4));
        }
        return new Text(read.toString());
      }
      int digit = Character.digit(each, 16);
      if (digit < 0) {
        if (!isSpace(each)) {
          throw wrong("no hex digit");
        }
      } else if (high < 0) {
        high = digit;
      } else {
        read.append((char) ((high << 4) | digit));
        high = -1;
      }
    }
    throw wrong("string without end");
  }

  private void space() {
    while (at < limit) {
      if (data[at] == '%') {
        while (at < limit && data[at] != '\n' && data[at] != '\r') {
          at++;
        }
      } else if (isSpace(data[at])) {
        at++;
      } else {
        return;
      }
    }
  }

  private Malformed wrong(String why) {
    return new Malformed(why, at);
  }
}
