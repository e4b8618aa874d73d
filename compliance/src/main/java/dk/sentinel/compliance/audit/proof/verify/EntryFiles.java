package dk.sentinel.compliance.audit.proof.verify;

import dk.sentinel.compliance.audit.proof.BundlePath;
import dk.sentinel.compliance.audit.proof.Hashes;
import dk.sentinel.compliance.audit.proof.TilePath;
import dk.sentinel.compliance.audit.proof.TreeHasher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The entries of a log as they are found, hashed bundle by bundle. */
final class EntryFiles {
  private static final int PREFIX = 2;

  private final LogFiles files;
  private final TreeHasher hasher;

  EntryFiles(LogFiles files, TreeHasher hasher) {
    this.files = files;
    this.hasher = hasher;
  }

  /**
   * What a bundle's file gave.
   *
   * @param hashes of its entries, one after the other; those before the place where it is damaged
   * @param count how many
   * @param state whether there was more or less to it
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Hashed(byte[] hashes, int count, State state) {
    private static final Hashed NONE = new Hashed(new byte[0], 0, State.ABSENT);

    boolean isWhole(int width) {
      return state == State.READ && count == width;
    }
  }

  /** How reading a bundle ended. */
  enum State {
    /** It is a sequence of entries. */
    READ,
    /** There is no such file. */
    ABSENT,
    /** It ends within an entry, or has more than 256. */
    BROKEN
  }

  /** Hashes the entries of a bundle. */
  Hashed hashed(BundlePath bundle) {
    byte[] bytes = files.read(bundle.path());
    if (bytes == null) {
      return Hashed.NONE;
    }
    byte[] hashes = new byte[TilePath.FULL * Hashes.LENGTH];
    int count = 0;
    int at = 0;
    while (at < bytes.length) {
      int end = end(bytes, at);
      if (end > bytes.length || count == TilePath.FULL) {
        return new Hashed(hashes, count, State.BROKEN);
      }
      hasher.leaf(bytes, at + PREFIX, end - at - PREFIX, hashes, count * Hashes.LENGTH);
      count++;
      at = end;
    }
    return new Hashed(hashes, count, State.READ);
  }

  /** The entries of a bundle as they are found, up to the place where it is damaged. */
  List<byte[]> read(BundlePath bundle) {
    byte[] bytes = files.read(bundle.path());
    List<byte[]> entries = new ArrayList<>();
    int at = 0;
    while (bytes != null && at < bytes.length && end(bytes, at) <= bytes.length) {
      entries.add(Arrays.copyOfRange(bytes, at + PREFIX, end(bytes, at)));
      at = end(bytes, at);
    }
    return entries;
  }

  /** Where the entry that begins at an index ends; beyond the bytes when they are too few. */
  private static int end(byte[] bytes, int at) {
    return at + PREFIX > bytes.length
        ? Integer.MAX_VALUE
        : at + PREFIX + ((Byte.toUnsignedInt(bytes[at]) << 8) | Byte.toUnsignedInt(bytes[at + 1]));
  }
}
