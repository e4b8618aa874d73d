package dk.sentinel.compliance.audit.proof.verify;

import dk.sentinel.compliance.audit.proof.BundlePath;
import dk.sentinel.compliance.audit.proof.Hashes;
import dk.sentinel.compliance.audit.proof.TilePath;
import dk.sentinel.compliance.audit.proof.TreeHasher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The leaf hashes that the signed root vouches for, found from the root downwards: a tile's hashes
 * count only when together they give the hash that the tile above has for it. A tile that does not
 * is made again from what lies below it; when that fits, only the tile is damaged. Holds one tile
 * for each level.
 */
final class SignedTree {
  private static final int BITS = 8;

  private final LogFiles files;
  private final EntryFiles entries;
  private final TreeHasher hasher;
  private final long size;
  private final byte[] root;
  private final Findings findings;

  /** The partial tile of each level at the right edge; no bytes where the level has none. */
  private final List<byte @Nullable []> edge = new ArrayList<>();

  SignedTree(
      LogFiles files,
      EntryFiles entries,
      TreeHasher hasher,
      long size,
      byte[] root,
      Findings findings) {
    this.files = files;
    this.entries = entries;
    this.hasher = hasher;
    this.size = size;
    this.root = root;
    this.findings = findings;
    settleEdge();
  }

  /** Takes the hashes of a tile of leaves. */
  @FunctionalInterface
  interface Leaves {
    /**
     * Called in the order of positions.
     *
     * @param bundle which leaves
     * @param hashes what is vouched for; null when nothing fits
     */
    void accept(BundlePath bundle, byte @Nullable [] hashes);
  }

  /** Walks over all leaves. */
  void walk(Leaves leaves) {
    for (int level = edge.size() - 1; level >= 0; level--) {
      int width = edgeWidth(level, size);
      if (width > 0) {
        descend(new TilePath(level, edgeNumber(level, size), width), edge.get(level), leaves);
      }
    }
  }

  private void descend(TilePath tile, byte @Nullable [] hashes, Leaves leaves) {
    if (tile.level() == 0) {
      leaves.accept(new BundlePath(tile.number(), tile.width()), hashes);
      return;
    }
    for (int child = 0; child < tile.width(); child++) {
      TilePath below = below(tile, child);
      descend(below, settled(below, hash(hashes, child)), leaves);
    }
  }

  /** The root of the log when it had so many entries, as the newer tree vouches for it. */
  byte[] rootAt(long older) {
    if (older == 0) {
      return Hashes.empty();
    }
    if (older == size) {
      return root;
    }
    byte[] carried = new byte[0];
    for (int level = 0; older >> (BITS * level) > 0; level++) {
      int width = edgeWidth(level, older);
      byte[] hashes = width == 0 ? new byte[0] : vouched(level, edgeNumber(level, older));
      if (hashes == null || hashes.length < width * Hashes.LENGTH) {
        return new byte[0];
      }
      carried = carry(hashes, width, carried);
    }
    return carried;
  }

  /** The hashes of one tile that the tree vouches for; null when nothing fits. */
  byte @Nullable [] vouched(int level, long number) {
    if (number == edgeNumber(level, size)) {
      return edge.get(level);
    }
    byte[] above = vouched(level + 1, number / TilePath.FULL);
    return settled(
        new TilePath(level, number, TilePath.FULL), hash(above, (int) (number % TilePath.FULL)));
  }

  /** The tile's hashes once they fit the one hash above them. */
  private byte @Nullable [] settled(TilePath tile, byte @Nullable [] expected) {
    byte[] read = read(tile);
    if (read != null && (expected == null || gives(read, expected))) {
      return read;
    }
    byte[] made = madeAgain(tile, expected);
    if (made != null || read != null) {
      findings.add(
          new Damage(
              read == null ? Damage.Kind.TILE_MISSING : Damage.Kind.TILE_DIFFERS,
              -1,
              -1,
              tile.path()));
    }
    if (expected == null || (made != null && gives(made, expected))) {
      return made;
    }
    if (made != null || read != null || tile.level() > 0) {
      long leaves = 1L << (BITS * (tile.level() + 1));
      findings.add(
          Damage.of(
              Damage.Kind.UNPROVEN, tile.number() * leaves, (tile.number() + 1) * leaves - 1));
    }
    // of a range that is named already, nobody can tell which of the two is right
    return tile.level() == 0 || read == null ? null : read;
  }

  /** A tile made from the tiles below or, when these do not fit, from all entries below. */
  private byte @Nullable [] madeAgain(TilePath tile, byte @Nullable [] expected) {
    byte[] made = made(tile, false);
    if (made != null && (expected == null || gives(made, expected))) {
      return made;
    }
    byte[] deep = tile.level() == 0 ? made : made(tile, true);
    return deep == null ? made : deep;
  }

  private boolean gives(byte[] hashes, byte[] expected) {
    return Arrays.equals(expected, hasher.root(hashes, hashes.length / Hashes.LENGTH));
  }

  /** The tiles at the right edge have no hash above them: together they give the root. */
  private void settleEdge() {
    List<byte @Nullable []> read = new ArrayList<>();
    for (int level = 0; size >> (BITS * level) > 0; level++) {
      int width = edgeWidth(level, size);
      read.add(width == 0 ? new byte[0] : read(edgeTile(level, width)));
    }
    if (!fits(read) && !replacedOneFits(read)) {
      List<byte @Nullable []> made = new ArrayList<>();
      for (int level = 0; level < read.size(); level++) {
        made.add(madeEdge(level));
      }
      if (fits(made)) {
        take(made, read);
      } else {
        take(read, made);
        findings.add(
            edge.contains(null)
                ? Damage.of(Damage.Kind.UNPROVEN, 0, size - 1)
                : Damage.of(Damage.Kind.ROOT_DIFFERS));
      }
    }
  }

  /** Whether one tile of the edge, made again from below, completes the others. */
  private boolean replacedOneFits(List<byte @Nullable []> read) {
    for (int level = 0; level < read.size(); level++) {
      List<byte @Nullable []> replaced = new ArrayList<>(read);
      replaced.set(level, madeEdge(level));
      if (fits(replaced)) {
        take(replaced, read);
        return true;
      }
    }
    return false;
  }

  /** Takes tiles for the edge, the others where one is missing, and tells what differs. */
  private void take(List<byte @Nullable []> tiles, List<byte @Nullable []> others) {
    edge.clear();
    for (int level = 0; level < tiles.size(); level++) {
      byte[] tile = tiles.get(level);
      byte[] other = others.get(level);
      int width = edgeWidth(level, size);
      boolean missing = width > 0 && read(edgeTile(level, width)) == null;
      boolean both = tile != null && other != null;
      if (missing ? tile != null || other != null : both && !Arrays.equals(tile, other)) {
        findings.add(
            new Damage(
                missing ? Damage.Kind.TILE_MISSING : Damage.Kind.TILE_DIFFERS,
                -1,
                -1,
                edgeTile(level, width).path()));
      }
      edge.add(tile == null ? other : tile);
    }
  }

  private boolean fits(List<byte @Nullable []> tiles) {
    byte[] carried = new byte[0];
    List<byte[]> whole = new ArrayList<>();
    for (int level = 0; level < tiles.size(); level++) {
      byte[] tile = tiles.get(level);
      if (tile == null) {
        return false;
      }
      whole.add(tile);
      carried = carry(tile, edgeWidth(level, size), carried);
    }
    boolean fits = Arrays.equals(size == 0 ? Hashes.empty() : carried, root);
    if (fits) {
      edge.clear();
      edge.addAll(whole);
    }
    return fits;
  }

  /** The root of a level's edge together with what the levels below leave over. */
  private byte[] carry(byte[] hashes, int width, byte[] carried) {
    int count = width + carried.length / Hashes.LENGTH;
    if (count == 0) {
      return carried;
    }
    byte[] together = Arrays.copyOf(hashes, count * Hashes.LENGTH);
    System.arraycopy(carried, 0, together, width * Hashes.LENGTH, carried.length);
    return hasher.root(together, count);
  }

  private byte @Nullable [] madeEdge(int level) {
    int width = edgeWidth(level, size);
    return width == 0 ? new byte[0] : made(edgeTile(level, width), true);
  }

  private TilePath edgeTile(int level, int width) {
    return new TilePath(level, edgeNumber(level, size), width);
  }

  /**
   * A tile made from what lies below; null when that is not all there.
   *
   * @param deep whether from the entries alone, whatever the tiles say
   */
  private byte @Nullable [] made(TilePath tile, boolean deep) {
    if (tile.level() == 0) {
      EntryFiles.Hashed hashed = entries.hashed(new BundlePath(tile.number(), tile.width()));
      return hashed.isWhole(tile.width()) ? Arrays.copyOf(hashed.hashes(), tile.bytes()) : null;
    }
    byte[] made = new byte[tile.bytes()];
    for (int child = 0; child < tile.width(); child++) {
      TilePath below = below(tile, child);
      byte[] hashes = deep ? null : read(below);
      if (hashes == null) {
        hashes = made(below, deep);
      }
      if (hashes == null) {
        return null;
      }
      byte[] hash = hasher.root(hashes, TilePath.FULL);
      System.arraycopy(hash, 0, made, child * Hashes.LENGTH, Hashes.LENGTH);
    }
    return made;
  }

  private byte @Nullable [] read(TilePath tile) {
    byte[] bytes = files.read(tile.path());
    return bytes != null && bytes.length == tile.bytes() ? bytes : null;
  }

  private static TilePath below(TilePath tile, int child) {
    return new TilePath(tile.level() - 1, tile.number() * TilePath.FULL + child, TilePath.FULL);
  }

  private static byte @Nullable [] hash(byte @Nullable [] hashes, int index) {
    return hashes == null
        ? null
        : Arrays.copyOfRange(hashes, index * Hashes.LENGTH, (index + 1) * Hashes.LENGTH);
  }

  /** How many hashes the partial tile of a level has in a log of a size. */
  private static int edgeWidth(int level, long size) {
    return (int) (size >> (BITS * level)) & (TilePath.FULL - 1);
  }

  private static long edgeNumber(int level, long size) {
    return size >> (BITS * (level + 1));
  }
}
