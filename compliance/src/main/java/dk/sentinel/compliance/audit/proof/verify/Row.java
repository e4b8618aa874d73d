package dk.sentinel.compliance.audit.proof.verify;

import dk.sentinel.compliance.audit.proof.Hashes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Hashes waiting to be compared, first in first out. */
final class Row {
  private byte[] hashes = new byte[1_024 * Hashes.LENGTH];
  private int first;

  /** How many are waiting. */
  int count;

  void add(byte[] more, int added) {
    int end = (first + count) * Hashes.LENGTH;
    int bytes = added * Hashes.LENGTH;
    if (end + bytes > hashes.length) {
      hashes =
          Arrays.copyOfRange(
              hashes,
              first * Hashes.LENGTH,
              first * Hashes.LENGTH + Math.max(hashes.length, 2 * (count * Hashes.LENGTH + bytes)));
      first = 0;
      end = count * Hashes.LENGTH;
    }
    System.arraycopy(more, 0, hashes, end, bytes);
    count += added;
  }

  void drop(int dropped) {
    first += dropped;
    count -= dropped;
    if (count == 0) {
      first = 0;
    }
  }

  /** How many at the beginning are the same in both. */
  int startsWithSame(Row other) {
    int most = Math.min(count, other.count);
    int mismatch = mismatch(0, other, 0, most);
    return mismatch < 0 ? most : mismatch;
  }

  /**
   * Whether from two places on both rows are the same for a number of hashes, or to the end of both
   * when nothing comes after them.
   */
  boolean goesOnAs(Row other, int own, int others, int length, boolean ended) {
    int left = count - own;
    int othersLeft = other.count - others;
    int compared = Math.min(length, Math.min(left, othersLeft));
    return (compared == length || (ended && left == othersLeft))
        && mismatch(own, other, others, compared) < 0;
  }

  private int mismatch(int own, Row other, int others, int length) {
    int from = (first + own) * Hashes.LENGTH;
    int otherFrom = (other.first + others) * Hashes.LENGTH;
    int at =
        Arrays.mismatch(
            hashes,
            from,
            from + length * Hashes.LENGTH,
            other.hashes,
            otherFrom,
            otherFrom + length * Hashes.LENGTH);
    return at < 0 ? -1 : at / Hashes.LENGTH;
  }

  /** What tells hashes apart well enough to find them again: their first eight bytes. */
  long key(int at) {
    return ByteBuffer.wrap(hashes).getLong((first + at) * Hashes.LENGTH);
  }

  /** Where each of the first stands. */
  Map<Long, Integer> places(int among) {
    Map<Long, Integer> places = HashMap.newHashMap(among);
    for (int at = 0; at < among; at++) {
      places.putIfAbsent(key(at), at);
    }
    return places;
  }
}
