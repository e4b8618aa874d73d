package dk.sentinel.compliance.audit.proof;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The entries of a log in files of up to 256 (C2SP tlog-tiles): each entry after its length as a
 * big-endian uint16, hence an entry has at most {@link #MAX_ENTRY} bytes.
 */
public final class EntryBundle {
  /** The largest entry in bytes. */
  public static final int MAX_ENTRY = 0xffff;

  private static final int PREFIX = 2;

  private EntryBundle() {}

  /**
   * The bytes of a bundle.
   *
   * @throws IllegalArgumentException when there are more than 256 entries or one is too large
   */
  public static byte[] encode(List<byte[]> entries) {
    if (entries.size() > TilePath.FULL) {
      throw new IllegalArgumentException("a bundle has at most 256 entries");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      if (entry.length > MAX_ENTRY) {
        throw new IllegalArgumentException("an entry has at most 65,535 bytes");
      }
      bytes.write(entry.length >>> 8);
      bytes.write(entry.length);
      bytes.writeBytes(entry);
    }
    return bytes.toByteArray();
  }

  /**
   * The entries of a bundle.
   *
   * @param width how many there must be
   * @throws IllegalArgumentException when there are more or fewer, or the bytes end within one
   */
  public static List<byte[]> decode(byte[] bytes, int width) {
    List<byte[]> entries = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int end = end(bytes, at);
      entries.add(Arrays.copyOfRange(bytes, at + PREFIX, end));
      at = end;
    }
    if (entries.size() != width) {
      throw new IllegalArgumentException(
          "the bundle has " + entries.size() + " entries instead of " + width);
    }
    return entries;
  }

  /** Where the entry ends whose length stands at an index. */
  private static int end(byte[] bytes, int at) {
    int from = at + PREFIX;
    int length =
        from > bytes.length
            ? MAX_ENTRY
            : (Byte.toUnsignedInt(bytes[at]) << 8) | Byte.toUnsignedInt(bytes[at + 1]);
    if (from + length > bytes.length) {
      throw new IllegalArgumentException("the bundle ends within an entry");
    }
    return from + length;
  }
}
