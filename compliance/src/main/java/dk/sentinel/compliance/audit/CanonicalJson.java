package dk.sentinel.compliance.audit;

import java.util.Map;
import java.util.TreeMap;

/**
 * JSON in the one form of RFC 8785: members sorted by UTF-16 code units, no white space, the
 * shortest escapes. Numbers are integers of at most 2^53, which every reader keeps exact.
 */
final class CanonicalJson {
  private final StringBuilder out = new StringBuilder(512);

  private CanonicalJson() {}

  /**
   * An object whose values are strings, longs, booleans or such maps. Its canonical bytes are this
   * text in UTF-8.
   */
  static String text(Map<String, ?> object) {
    CanonicalJson json = new CanonicalJson();
    json.object(object);
    return json.out.toString();
  }

  private void object(Map<?, ?> object) {
    Map<?, ?> sorted =
        object instanceof TreeMap<?, ?> tree && tree.comparator() == null
            ? tree
            : new TreeMap<>(object);
    char before = '{';
    if (sorted.isEmpty()) {
      out.append(before);
    }
    for (Map.Entry<?, ?> member : sorted.entrySet()) {
      out.append(before);
      string((String) member.getKey());
      out.append(':');
      value(member.getValue());
      before = ',';
    }
    out.append('}');
  }

  private void value(Object value) {
    switch (value) {
      case String text -> string(text);
      case Long number -> out.append(number.longValue());
      case Boolean truth -> out.append(truth.booleanValue());
      case Map<?, ?> nested -> object(nested);
      default -> throw new IllegalArgumentException("no canonical form for " + value.getClass());
    }
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
