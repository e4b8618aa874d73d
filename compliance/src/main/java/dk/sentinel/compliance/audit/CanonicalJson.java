package dk.sentinel.compliance.audit;

import org.jspecify.annotations.Nullable;

/**
 * Writes JSON in the one form of RFC 8785: members sorted by UTF-16 code units, no white space, the
 * shortest escapes. Numbers are integers of at most 2^53, which every reader keeps exact.
 *
 * <p>Every act writes an entry, so nothing is sorted here: the caller names the members in their
 * order, and a member out of order is an error. Used by one thread.
 */
final class CanonicalJson {
  private static final int DEEPEST = 4;

  private final StringBuilder out = new StringBuilder(1024).append('{');
  private final @Nullable String[] last = new String[DEEPEST];
  private int depth;

  /** A member with a text; none when there is no text. */
  CanonicalJson member(String name, @Nullable String text) {
    if (text != null) {
      name(name);
      string(text);
    }
    return this;
  }

  /** A member with a number; none when there is no number. */
  CanonicalJson member(String name, @Nullable Long number) {
    if (number != null) {
      name(name);
      out.append(number.longValue());
    }
    return this;
  }

  /** Begins an object inside; what follows are its members, until {@link #end}. */
  CanonicalJson object(String name) {
    name(name);
    out.append('{');
    last[++depth] = null;
    return this;
  }

  /** Ends the object that was begun last. */
  CanonicalJson end() {
    out.append('}');
    depth--;
    return this;
  }

  /** The whole object. Its canonical bytes are this text in UTF-8. */
  String text() {
    if (depth != 0) {
      throw new IllegalStateException("an object inside has not ended");
    }
    return out.append('}').toString();
  }

  private void name(String name) {
    String before = last[depth];
    if (before != null) {
      // a String compares by UTF-16 code units, as section 3.2.3 asks
      if (before.compareTo(name) >= 0) {
        throw new IllegalStateException(name + " stands before " + before);
      }
      out.append(',');
    }
    last[depth] = name;
    string(name);
    out.append(':');
  }

  private void string(String text) {
    out.append('"');
    int plain = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c < 0x20 || c == '"' || c == '\\') {
        out.append(text, plain, at);
        escape(c);
        plain = at + 1;
      }
    }
    out.append(text, plain, text.length()).append('"');
  }

  private void escape(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> out.append(String.format("\\u%04x", (int) c));
    }
  }
}
