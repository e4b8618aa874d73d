package dk.sentinel.compliance.audit.proof.document;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a PDF as they were when it was sealed, and those that an update behind the seal
 * added or changed. Knows the classical form of updates (ISO 32000-1, section 7.5.6) and refuses
 * others; of what the objects are, it knows nothing.
 */
final class IncrementalUpdate {
  private static final int MOST_OBJECTS = 2_000;
  private static final int MOST_BEFORE = 100_000;

  private final byte[] pdf;
  private final int sealed;
  private final Map<Integer, Integer> before = new HashMap<>();
  private final Map<Integer, Added> added = new HashMap<>();

  private IncrementalUpdate(byte[] pdf, int sealed) {
    this.pdf = pdf;
    this.sealed = sealed;
  }

  /**
   * An object of the update.
   *
   * @param start the byte of the file with which it begins
   * @param value what it is
   * @param stream what it carries; null when it carries nothing
   */
  record Added(int start, Object value, PdfText.@Nullable Text stream) {}

  /**
   * What an object was under the seal.
   *
   * @param value what it was
   * @param isStream whether it carried something
   */
  record Old(Object value, boolean isStream) {}

  /**
   * Reads what stands between the end of the seal and another byte.
   *
   * @throws PdfText.Malformed when it is no update in the classical form, takes an object away or
   *     leads to another root
   */
  static IncrementalUpdate read(byte[] pdf, int sealed, int end) throws PdfText.Malformed {
    IncrementalUpdate update = new IncrementalUpdate(pdf, sealed);
    update.findBefore();
    update.readAfter(end);
    return update;
  }

  /** What the update added or changed, by the objects' numbers. */
  Map<Integer, Added> added() {
    return Collections.unmodifiableMap(added);
  }

  /** What the update says of the object that a value refers to; null when it says nothing. */
  @Nullable Added added(@Nullable Object value) {
    return value instanceof PdfText.Reference reference ? added.get(reference.number()) : null;
  }

  /** The value itself, or what it refers to when that is in the update. */
  @Nullable Object resolved(@Nullable Object value) {
    Added object = added(value);
    return object == null ? value : object.value;
  }

  /** Whether there was an object of that number under the seal. */
  boolean isOld(int number) {
    return before.containsKey(number);
  }

  /** The object of that number as it was under the seal; null when there was none. */
  @Nullable Old old(int number) throws PdfText.Malformed {
    Integer place = before.get(number);
    if (place == null) {
      return null;
    }
    PdfText text = new PdfText(pdf, place, sealed);
    text.number();
    text.number();
    text.takes("obj");
    return new Old(text.value(), text.takes("stream"));
  }

  private void findBefore() throws PdfText.Malformed {
    if (find("/ObjStm", 0) < sealed || find("/Encrypt", 0) < sealed) {
      throw new PdfText.Malformed("objects in streams", 0);
    }
    for (int at = find(" obj", 0); at < sealed; at = find(" obj", at + 1)) {
      int generation = digits(at);
      int start = generation;
      if (generation < at && generation > 0 && pdf[generation - 1] == ' ') {
        start = digits(generation - 1);
      }
      if (start < generation - 1 && generation - 1 - start < 9) {
        before.put(new PdfText(pdf, start, at).number(), start);
        if (before.size() > MOST_BEFORE) {
          throw new PdfText.Malformed("too many objects", at);
        }
      }
    }
  }

  private int digits(int end) {
    int start = end;
    while (start > 0 && pdf[start - 1] >= '0' && pdf[start - 1] <= '9') {
      start--;
    }
    return start;
  }

  private int find(String word, int from) {
    int at = PdfSignature.indexOf(pdf, word, from);
    return at < 0 ? Integer.MAX_VALUE - 1 : at;
  }

  private void readAfter(int end) throws PdfText.Malformed {
    PdfText text = new PdfText(pdf, sealed, end);
    while (!text.isAtEnd()) {
      if (text.takes("xref")) {
        places(text);
      } else if (text.takes("trailer")) {
        mustLeadToTheSameRoot(text.value());
      } else if (text.takes("startxref")) {
        text.number();
      } else {
        object(text);
      }
    }
  }

  private void object(PdfText text) throws PdfText.Malformed {
    int start = text.position();
    int number = text.number();
    if (text.number() != 0 || !text.takes("obj") || added.size() >= MOST_OBJECTS) {
      throw new PdfText.Malformed("no object", start);
    }
    Object value = text.value();
    PdfText.Text stream = null;
    if (text.takes("stream")) {
      if (!(value instanceof Map<?, ?> members)
          || !(members.get("Length") instanceof String length)
          || !length.matches("\\d{1,8}")) {
        throw new PdfText.Malformed("no stream", start);
      }
      stream =
          new PdfText.Text(
              new String(text.stream(Integer.parseInt(length)), StandardCharsets.ISO_8859_1));
      if (!text.takes("endstream")) {
        throw new PdfText.Malformed("no end of a stream", start);
      }
    }
    if (!text.takes("endobj")) {
      throw new PdfText.Malformed("no end of an object", start);
    }
    added.put(number, new Added(start, value, stream));
  }

  /** The table of places: each must be that of an object read here, nothing may be taken away. */
  private void places(PdfText text) throws PdfText.Malformed {
    while (!text.takes("trailer")) {
      int first = text.number();
      int count = text.number();
      for (int each = 0; each < count; each++) {
        int place = text.number();
        text.number();
        if (text.takes("f")) {
          if (first + each != 0) {
            throw new PdfText.Malformed("an object taken away", text.position());
          }
        } else if (!text.takes("n") || !stands(first + each, place)) {
          throw new PdfText.Malformed("an object elsewhere", text.position());
        }
      }
    }
    mustLeadToTheSameRoot(text.value());
  }

  private boolean stands(int number, int place) {
    Added here = added.get(number);
    return here != null && here.start <= place && isSpace(here.start, place);
  }

  private boolean isSpace(int from, int to) {
    for (int at = from; at < to; at++) {
      if (pdf[at] > ' ') {
        return false;
      }
    }
    return true;
  }

  private void mustLeadToTheSameRoot(Object trailer) throws PdfText.Malformed {
    if (!(trailer instanceof Map<?, ?> members)
        || members.containsKey("Encrypt")
        || members.containsKey("XRefStm")
        || !(members.get("Root") instanceof PdfText.Reference root)
        || !root.equals(rootBefore())) {
      throw new PdfText.Malformed("another root", sealed);
    }
  }

  private @Nullable Object rootBefore() throws PdfText.Malformed {
    int last = -1;
    for (int at = find("trailer", 0); at < sealed; at = find("trailer", at + 1)) {
      last = at;
    }
    if (last < 0) {
      throw new PdfText.Malformed("no trailer", sealed);
    }
    Object trailer = new PdfText(pdf, last + "trailer".length(), sealed).value();
    return trailer instanceof Map<?, ?> members ? members.get("Root") : null;
  }
}
