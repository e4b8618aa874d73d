package dk.sentinel.compliance.audit.proof.document;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A value of ASN.1 in BER or DER (X.690), as a part of the bytes that hold it. Nested no deeper
 * than {@link #DEEPEST}; tags below 31 only, as everything has that is read here.
 */
final class Der {
  static final int INTEGER = 0x02;
  static final int OCTETS = 0x04;
  static final int OID = 0x06;
  static final int GENERALIZED_TIME = 0x18;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;

  private static final int CONSTRUCTED = 0x20;
  private static final int DEEPEST = 40;

  private final byte[] data;
  private final int start;
  private final int body;
  private final int bodyEnd;
  private final int end;
  private final int depth;

  private Der(byte[] data, int start, int body, int bodyEnd, int end, int depth) {
    this.data = data;
    this.start = start;
    this.body = body;
    this.bodyEnd = bodyEnd;
    this.end = end;
    this.depth = depth;
  }

  /** These bytes are no value, or not the one expected. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    Malformed(String why) {
      super(why);
    }
  }

  /** The value that the bytes are; only zeros may follow it, as padding. */
  static Der first(byte[] data) throws Malformed {
    Der first = read(data, 0, data.length, 0);
    for (int at = first.end; at < data.length; at++) {
      if (data[at] != 0) {
        throw new Malformed("more than a value");
      }
    }
    return first;
  }

  private static Der read(byte[] data, int start, int limit, int depth) throws Malformed {
    if (depth > DEEPEST || limit - start < 2 || (data[start] & 0x1f) == 0x1f) {
      throw new Malformed("no value");
    }
    int length = data[start + 1] & 0xff;
    if (length < 0x80) {
      return definite(data, start, start + 2, length, limit, depth);
    }
    if (length == 0x80) {
      return indefinite(data, start, limit, depth);
    }
    int octets = length & 0x7f;
    if (octets > 4 || limit - start - 2 < octets) {
      throw new Malformed("too long");
    }
    long size = 0;
    for (int at = 0; at < octets; at++) {
      size = (size << 8) | (data[start + 2 + at] & 0xff);
    }
    return definite(data, start, start + 2 + octets, size, limit, depth);
  }

  private static Der definite(byte[] data, int start, int body, long length, int limit, int depth)
      throws Malformed {
    if (length > limit - body) {
      throw new Malformed("cut off");
    }
    int end = (int) (body + length);
    return new Der(data, start, body, end, end, depth);
  }

  private static Der indefinite(byte[] data, int start, int limit, int depth) throws Malformed {
    if ((data[start] & CONSTRUCTED) == 0) {
      throw new Malformed("no end");
    }
    int at = start + 2;
    while (limit - at < 2 || data[at] != 0 || data[at + 1] != 0) {
      at = read(data, at, limit, depth + 1).end;
    }
    return new Der(data, start, start + 2, at, at + 2, depth);
  }

  int tag() {
    return data[start] & 0xff;
  }

  /** The tag's number in the context of what holds it; -1 when its class is another. */
  int context() {
    return (tag() & 0xc0) == 0x80 ? tag() & 0x1f : -1;
  }

  Der mustBe(int tag) throws Malformed {
    if (tag() != tag) {
      throw new Malformed("another value");
    }
    return this;
  }

  /** What is inside. */
  List<Der> children() throws Malformed {
    if ((tag() & CONSTRUCTED) == 0) {
      throw new Malformed("holds nothing");
    }
    List<Der> children = new ArrayList<>();
    int at = body;
    while (at < bodyEnd) {
      Der child = read(data, at, bodyEnd, depth + 1);
      children.add(child);
      at = child.end;
    }
    return children;
  }

  Der child(int index) throws Malformed {
    List<Der> children = children();
    if (index >= children.size()) {
      throw new Malformed("holds too little");
    }
    return children.get(index);
  }

  byte[] content() {
    return Arrays.copyOfRange(data, body, bodyEnd);
  }

  byte[] encoded() {
    return Arrays.copyOfRange(data, start, end);
  }

  /** As it would be with another tag of one byte, such as SET for an implicit one. */
  byte[] encodedAs(int tag) {
    byte[] encoded = encoded();
    encoded[0] = (byte) tag;
    return encoded;
  }

  /** The bytes of an OCTET STRING, also of one in parts. */
  byte[] octets() throws Malformed {
    if ((tag() & CONSTRUCTED) == 0) {
      return mustBe(OCTETS).content();
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (Der part : children()) {
      whole.writeBytes(part.octets());
    }
    return whole.toByteArray();
  }

  BigInteger integer() throws Malformed {
    byte[] content = mustBe(INTEGER).content();
    if (content.length == 0) {
      throw new Malformed("no number");
    }
    return new BigInteger(content);
  }

  String text() {
    return new String(content(), StandardCharsets.US_ASCII);
  }

  /** An object identifier in dotted form. */
  String oid() throws Malformed {
    byte[] content = mustBe(OID).content();
    StringBuilder dotted = new StringBuilder();
    long value = 0;
    for (byte each : content) {
      value = (value << 7) | (each & 0x7f);
      if (value > Integer.MAX_VALUE) {
        throw new Malformed("identifier too large");
      }
      if (each >= 0) {
        if (dotted.isEmpty()) {
          long first = Math.min(value / 40, 2);
          dotted.append(first).append('.').append(value - 40 * first);
        } else {
          dotted.append('.').append(value);
        }
        value = 0;
      }
    }
    return dotted.toString();
  }
}
