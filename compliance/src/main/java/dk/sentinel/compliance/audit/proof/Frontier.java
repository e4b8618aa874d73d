package dk.sentinel.compliance.audit.proof;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The right edge of a growing Merkle tree: the roots of its complete subtrees from left to right,
 * one for each bit set in the size. It is all that is needed to append and to know the root, in
 * space that grows with the logarithm of the size. Immutable.
 */
public final class Frontier {
  private final long size;
  private final List<byte[]> roots;

  private Frontier(long size, List<byte[]> roots) {
    this.size = size;
    this.roots = roots;
  }

  /** The frontier of the empty tree. */
  public static Frontier empty() {
    return new Frontier(0, List.of());
  }

  /**
   * The frontier as {@link #bytes()} wrote it.
   *
   * @throws IllegalArgumentException when the bytes do not fit the size
   */
  public static Frontier of(long size, byte[] bytes) {
    if (size < 0 || bytes.length != Long.bitCount(size) * Hashes.LENGTH) {
      throw new IllegalArgumentException("a frontier has one hash for each bit set in its size");
    }
    List<byte[]> roots = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += Hashes.LENGTH) {
      roots.add(Arrays.copyOfRange(bytes, at, at + Hashes.LENGTH));
    }
    return new Frontier(size, List.copyOf(roots));
  }

  /** How many leaves the tree has. */
  public long size() {
    return size;
  }

  /** The tree with one leaf more. */
  public Frontier append(byte[] leafHash) {
    return appendAll(leafHash);
  }

  /**
   * The tree with many leaves more.
   *
   * @param leafHashes in their order, one after the other
   */
  public Frontier appendAll(byte[] leafHashes) {
    List<byte[]> next = new ArrayList<>(roots);
    long grown = size;
    for (int at = 0; at < leafHashes.length; at += Hashes.LENGTH, grown++) {
      byte[] carried = Arrays.copyOfRange(leafHashes, at, at + Hashes.LENGTH);
      for (long rest = grown; (rest & 1) == 1; rest >>= 1) {
        carried = Hashes.node(next.removeLast(), carried);
      }
      next.add(carried);
    }
    return new Frontier(grown, List.copyOf(next));
  }

  /** The root hash (RFC 6962 section 2.1). */
  public byte[] root() {
    if (roots.isEmpty()) {
      return Hashes.empty();
    }
    byte[] root = roots.getLast();
    for (int at = roots.size() - 2; at >= 0; at--) {
      root = Hashes.node(roots.get(at), root);
    }
    return root;
  }

  /** The hashes one after the other, largest subtree first. */
  public byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    roots.forEach(bytes::writeBytes);
    return bytes.toByteArray();
  }
}
