package dk.sentinel.compliance.audit.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A complete subtree of a Merkle tree: the leaves from {@code start}, two to the power of {@code
 * height} of them.
 *
 * @param start position of its first leaf, a multiple of its size
 * @param height 0 for one leaf
 */
record Subtree(long start, int height) {
  private static final int TILE_HEIGHT = 8;

  /** The complete subtrees that make up the leaves of a range which RFC 6962 splits off. */
  static List<Subtree> of(long start, long end) {
    List<Subtree> parts = new ArrayList<>();
    for (long at = start; at < end; ) {
      int height = 63 - Long.numberOfLeadingZeros(end - at);
      parts.add(new Subtree(at, height));
      at += 1L << height;
    }
    return parts;
  }

  /** The tile whose hashes give this subtree's root, as a tree of a size has it. */
  TilePath tile(long size) {
    int level = height / TILE_HEIGHT;
    return TilePath.at(level, start >> (TILE_HEIGHT * (level + 1)), size);
  }

  /**
   * The subtree's root.
   *
   * @throws IllegalArgumentException when its tile is not given or too short
   */
  byte[] root(long size, Map<TilePath, byte[]> tiles) {
    TilePath path = tile(size);
    byte[] tile = tiles.get(path);
    if (tile == null || tile.length < path.bytes()) {
      throw new IllegalArgumentException("the proof needs all of " + path.path());
    }
    int first = (int) (start >> (TILE_HEIGHT * path.level())) & (TilePath.FULL - 1);
    return root(tile, first, 1 << (height % TILE_HEIGHT));
  }

  private static byte[] root(byte[] tile, int first, int hashes) {
    if (hashes == 1) {
      return Arrays.copyOfRange(tile, first * Hashes.LENGTH, (first + 1) * Hashes.LENGTH);
    }
    int half = hashes / 2;
    return Hashes.node(root(tile, first, half), root(tile, first + half, half));
  }
}
