package dk.sentinel.compliance.audit.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Proofs that an entry is in a log and that a log only grew (RFC 6962 sections 2.1.1 and 2.1.2),
 * made from a handful of tiles whatever the size, and checked as RFC 9162 sections 2.1.3.2 and
 * 2.1.4.2 say. Pure functions: the caller reads the tiles named by {@code tilesFor…}, from a tree
 * of at least that size, and passes them on.
 */
public final class Proofs {
  private Proofs() {}

  /** The leaves from {@code start} to before {@code end}, whose root is a step of a proof. */
  private record Range(long start, long end) {
    List<Subtree> parts() {
      return Subtree.of(start, end);
    }

    byte[] root(long size, Map<TilePath, byte[]> tiles) {
      List<Subtree> parts = parts();
      byte[] root = parts.getLast().root(size, tiles);
      for (int at = parts.size() - 2; at >= 0; at--) {
        root = Hashes.node(parts.get(at).root(size, tiles), root);
      }
      return root;
    }
  }

  /**
   * The tiles that {@link #inclusion} needs.
   *
   * @throws IllegalArgumentException when the position is not in a log of that size
   */
  public static List<TilePath> tilesForInclusion(long position, long size) {
    return tiles(path(position, size), size);
  }

  /**
   * The proof that the entry at a position is in the log of a size: hashes from the leaf's sibling
   * up to the root's child.
   *
   * @param tiles at least those of {@link #tilesForInclusion}
   * @throws IllegalArgumentException when the position is not in the log or a tile is missing
   */
  public static List<byte[]> inclusion(long position, long size, Map<TilePath, byte[]> tiles) {
    return roots(path(position, size), size, tiles);
  }

  /**
   * The tiles that {@link #consistency} needs.
   *
   * @throws IllegalArgumentException unless {@code 0 <= from <= to}
   */
  public static List<TilePath> tilesForConsistency(long from, long to) {
    return tiles(growth(from, to), to);
  }

  /**
   * The proof that the log of size {@code from} is the beginning of the one of size {@code to}.
   * Empty when both sizes are the same and when the first is 0.
   *
   * @param tiles at least those of {@link #tilesForConsistency}
   * @throws IllegalArgumentException unless {@code 0 <= from <= to}, or when a tile is missing
   */
  public static List<byte[]> consistency(long from, long to, Map<TilePath, byte[]> tiles) {
    return roots(growth(from, to), to, tiles);
  }

  /**
   * Whether a proof shows that an entry is at a position of the log with a root.
   *
   * @param leaf the entry's {@link Hashes#leaf leaf hash}
   */
  public static boolean verifyInclusion(
      byte[] leaf, long position, long size, List<byte[]> proof, byte[] root) {
    if (position < 0 || position >= size || !areHashes(proof)) {
      return false;
    }
    long at = position;
    long last = size - 1;
    byte[] hash = leaf;
    for (byte[] step : proof) {
      if (last == 0) {
        return false;
      }
      if ((at & 1) == 1 || at == last) {
        hash = Hashes.node(step, hash);
        int up = (at & 1) == 1 ? 0 : Long.numberOfTrailingZeros(at);
        at >>= up;
        last >>= up;
      } else {
        hash = Hashes.node(hash, step);
      }
      at >>= 1;
      last >>= 1;
    }
    return last == 0 && Arrays.equals(hash, root);
  }

  /**
   * Whether a proof shows that the log with the first root is the beginning of the one with the
   * second. The empty log is the beginning of every log.
   */
  public static boolean verifyConsistency(
      long from, byte[] fromRoot, long to, byte[] toRoot, List<byte[]> proof) {
    if (from < 0 || from > to || !areHashes(proof)) {
      return false;
    }
    if (from == 0) {
      return proof.isEmpty()
          && Arrays.equals(fromRoot, Hashes.empty())
          && (to > 0 || Arrays.equals(toRoot, fromRoot));
    }
    if (from == to) {
      return proof.isEmpty() && Arrays.equals(fromRoot, toRoot);
    }
    return !proof.isEmpty() && grew(from, fromRoot, to, toRoot, proof);
  }

  private static boolean grew(
      long from, byte[] fromRoot, long to, byte[] toRoot, List<byte[]> proof) {
    boolean whole = Long.bitCount(from) == 1;
    int up = Long.numberOfTrailingZeros(~(from - 1));
    long at = (from - 1) >> up;
    long last = (to - 1) >> up;
    byte[] older = whole ? fromRoot : proof.getFirst();
    byte[] newer = older;
    for (byte[] step : whole ? proof : proof.subList(1, proof.size())) {
      if (last == 0) {
        return false;
      }
      if ((at & 1) == 1 || at == last) {
        older = Hashes.node(step, older);
        newer = Hashes.node(step, newer);
        int level = (at & 1) == 1 ? 0 : Long.numberOfTrailingZeros(at);
        at >>= level;
        last >>= level;
      } else {
        newer = Hashes.node(newer, step);
      }
      at >>= 1;
      last >>= 1;
    }
    return last == 0 && Arrays.equals(older, fromRoot) && Arrays.equals(newer, toRoot);
  }

  private static boolean areHashes(List<byte[]> proof) {
    return proof.stream().allMatch(hash -> hash.length == Hashes.LENGTH);
  }

  /** PATH of RFC 6962 section 2.1.1. */
  private static List<Range> path(long position, long size) {
    if (position < 0 || position >= size) {
      throw new IllegalArgumentException("the log has no such position");
    }
    List<Range> siblings = new ArrayList<>();
    long start = 0;
    long end = size;
    while (end - start > 1) {
      long middle = start + Long.highestOneBit(end - start - 1);
      if (position < middle) {
        siblings.add(new Range(middle, end));
        end = middle;
      } else {
        siblings.add(new Range(start, middle));
        start = middle;
      }
    }
    return siblings.reversed();
  }

  /** PROOF of RFC 6962 section 2.1.2. */
  private static List<Range> growth(long from, long to) {
    if (from < 0 || from > to) {
      throw new IllegalArgumentException("a log grows from the smaller size to the larger");
    }
    List<Range> steps = new ArrayList<>();
    if (from == 0) {
      return steps;
    }
    long start = 0;
    long end = to;
    while (from < end) {
      long middle = start + Long.highestOneBit(end - start - 1);
      if (from <= middle) {
        steps.add(new Range(middle, end));
        end = middle;
      } else {
        steps.add(new Range(start, middle));
        start = middle;
      }
    }
    if (start > 0) {
      steps.add(new Range(start, end));
    }
    return steps.reversed();
  }

  private static List<TilePath> tiles(List<Range> ranges, long size) {
    Set<TilePath> tiles = new LinkedHashSet<>();
    for (Range range : ranges) {
      range.parts().forEach(part -> tiles.add(part.tile(size)));
    }
    return List.copyOf(tiles);
  }

  private static List<byte[]> roots(List<Range> ranges, long size, Map<TilePath, byte[]> tiles) {
    return ranges.stream().map(range -> range.root(size, tiles)).toList();
  }
}
