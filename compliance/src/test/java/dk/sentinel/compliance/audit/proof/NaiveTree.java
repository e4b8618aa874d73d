package dk.sentinel.compliance.audit.proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The recursive definitions of RFC 6962 section 2.1, word for word; shares no code with us. */
final class NaiveTree {
  private final byte[][] leaves;
  private final Map<Long, byte[]> known = new HashMap<>();

  NaiveTree(int size) {
    this.leaves = new byte[size][];
    for (int i = 0; i < size; i++) {
      leaves[i] = sha256(0, ("entry " + i).getBytes(StandardCharsets.UTF_8), new byte[0]);
    }
  }

  byte[] leaf(int position) {
    return leaves[position];
  }

  /** MTH(D[start:end]). */
  byte[] root(int start, int end) {
    if (start == end) {
      return sha256(-1, new byte[0], new byte[0]);
    }
    if (end - start == 1) {
      return leaves[start];
    }
    byte[] root = known.get((long) start << 32 | end);
    if (root == null) {
      int middle = start + split(end - start);
      root = sha256(1, root(start, middle), root(middle, end));
      known.put((long) start << 32 | end, root);
    }
    return root;
  }

  /** PATH(m, D[start:end]). */
  List<byte[]> path(int m, int start, int end) {
    if (end - start == 1) {
      return List.of();
    }
    int k = split(end - start);
    if (m < k) {
      return with(path(m, start, start + k), root(start + k, end));
    }
    return with(path(m - k, start + k, end), root(start, start + k));
  }

  /** SUBPROOF(m, D[start:end], whole). */
  List<byte[]> subproof(int m, int start, int end, boolean whole) {
    if (m == end - start) {
      return whole ? List.of() : List.of(root(start, end));
    }
    int k = split(end - start);
    if (m <= k) {
      return with(subproof(m, start, start + k, whole), root(start + k, end));
    }
    return with(subproof(m - k, start + k, end, false), root(start, start + k));
  }

  /** The tiles of a tree of a size by their definition in C2SP tlog-tiles. */
  Map<TilePath, byte[]> tiles(int size) {
    Map<TilePath, byte[]> tiles = new LinkedHashMap<>();
    int span = 1;
    for (int level = 0; size / span > 0; level++) {
      int hashes = size / span;
      for (int first = 0; first < hashes; first += 256) {
        int width = Math.min(256, hashes - first);
        byte[] tile = new byte[width * 32];
        for (int i = 0; i < width; i++) {
          byte[] hash = root((first + i) * span, (first + i + 1) * span);
          System.arraycopy(hash, 0, tile, i * 32, 32);
        }
        tiles.put(new TilePath(level, first / 256, width), tile);
      }
      span *= 256;
    }
    return tiles;
  }

  private static int split(int size) {
    int k = 1;
    while (k * 2 < size) {
      k *= 2;
    }
    return k;
  }

  private static List<byte[]> with(List<byte[]> list, byte[] last) {
    List<byte[]> longer = new ArrayList<>(list);
    longer.add(last);
    return longer;
  }

  private static byte[] sha256(int prefix, byte[] left, byte[] right) {
    try {
      byte[] input = new byte[1 + left.length + right.length];
      input[0] = (byte) prefix;
      System.arraycopy(left, 0, input, 1, left.length);
      System.arraycopy(right, 0, input, 1 + left.length, right.length);
      return MessageDigest.getInstance("SHA-256")
          .digest(prefix < 0 ? Arrays.copyOfRange(input, 1, input.length) : input);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
