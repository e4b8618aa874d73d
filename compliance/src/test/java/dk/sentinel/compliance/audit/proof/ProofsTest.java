package dk.sentinel.compliance.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ProofsTest {
  private static final int EXHAUSTIVE = 300;
  private static final NaiveTree TREE = new NaiveTree(65_540);

  @Test
  void the_reference_proofs_of_rfc_6962_hold() {
    // the tree of seven leaves drawn in section 2.1.3, over the inputs of the reference tests
    List<byte[]> leaves =
        Stream.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657")
            .map(input -> Hashes.leaf(HexFormat.of().parseHex(input)))
            .toList();
    byte[] g = Hashes.node(leaves.get(0), leaves.get(1));
    byte[] h = Hashes.node(leaves.get(2), leaves.get(3));
    byte[] i = Hashes.node(leaves.get(4), leaves.get(5));
    byte[] j = leaves.get(6);
    byte[] k = Hashes.node(g, h);
    byte[] l = Hashes.node(i, j);
    byte[] root = Hashes.node(k, l);
    byte[] tile = new byte[7 * 32];
    for (int at = 0; at < 7; at++) {
      System.arraycopy(leaves.get(at), 0, tile, at * 32, 32);
    }
    Map<TilePath, byte[]> tiles = Map.of(new TilePath(0, 0, 7), tile);

    assertThat(Proofs.inclusion(0, 7, tiles)).containsExactly(leaves.get(1), h, l);
    assertThat(Proofs.inclusion(3, 7, tiles)).containsExactly(leaves.get(2), g, l);
    assertThat(Proofs.inclusion(4, 7, tiles)).containsExactly(leaves.get(5), j, k);
    assertThat(Proofs.inclusion(6, 7, tiles)).containsExactly(i, k);
    assertThat(Proofs.consistency(3, 7, tiles)).containsExactly(leaves.get(2), leaves.get(3), g, l);
    assertThat(Proofs.consistency(4, 7, tiles)).containsExactly(l);
    assertThat(Proofs.consistency(6, 7, tiles)).containsExactly(i, j, k);
    assertThat(Proofs.verifyInclusion(j, 6, 7, List.of(i, k), root)).isTrue();
    assertThat(Proofs.verifyConsistency(6, Hashes.node(k, i), 7, root, List.of(i, j, k))).isTrue();
  }

  @Test
  void every_entry_of_every_small_log_is_proven_as_the_rfc_defines() {
    for (int size = 1; size <= EXHAUSTIVE; size++) {
      Map<TilePath, byte[]> tiles = TREE.tiles(size);
      byte[] root = TREE.root(0, size);
      for (int position = 0; position < size; position++) {
        inclusion(position, size, tiles, root);
      }
    }
  }

  @Test
  void every_growth_between_small_logs_is_proven_as_the_rfc_defines() {
    for (int to = 0; to <= EXHAUSTIVE; to++) {
      Map<TilePath, byte[]> tiles = TREE.tiles(to);
      for (int from = 0; from <= to; from++) {
        consistency(from, to, tiles);
      }
    }
  }

  @Test
  void entries_and_growth_of_large_logs_are_proven_from_a_handful_of_tiles() {
    for (int size : new int[] {65_535, 65_536, 65_537}) {
      Map<TilePath, byte[]> tiles = TREE.tiles(size);
      byte[] root = TREE.root(0, size);
      for (int at : samples(size)) {
        assertThat(Proofs.tilesForInclusion(at, size)).hasSizeLessThanOrEqualTo(4);
        assertThat(Proofs.tilesForConsistency(at, size)).hasSizeLessThanOrEqualTo(4);
        inclusion(at, size, tiles, root);
        consistency(at, size, tiles);
      }
      consistency(size, size, tiles);
    }
  }

  private static List<Integer> samples(int size) {
    List<Integer> samples = new ArrayList<>(List.of(0, 1, 254, 255, 256, 257, 65_279, 65_280));
    for (int at = 7; at < size; at = at * 3 / 2 + 1) {
      samples.add(at);
    }
    samples.add(size - 1);
    return samples;
  }

  private static void inclusion(int at, int size, Map<TilePath, byte[]> tiles, byte[] root) {
    List<byte[]> proof =
        Proofs.inclusion(at, size, needed(Proofs.tilesForInclusion(at, size), tiles));
    assertSame(proof, TREE.path(at, 0, size));
    assertTrue(Proofs.verifyInclusion(TREE.leaf(at), at, size, proof, root));
    if (size > 1) {
      byte[] stranger = TREE.leaf((at + 1) % size);
      assertTrue(!Proofs.verifyInclusion(stranger, at, size, proof, root));
      assertTrue(!Proofs.verifyInclusion(TREE.leaf(at), (at + 1) % size, size, proof, root));
      assertTrue(!Proofs.verifyInclusion(TREE.leaf(at), at, size, changed(proof), root));
      assertTrue(!Proofs.verifyInclusion(TREE.leaf(at), at, size, shorter(proof), root));
      assertTrue(!Proofs.verifyInclusion(TREE.leaf(at), at, size, longer(proof), root));
    }
  }

  private static void consistency(int from, int to, Map<TilePath, byte[]> tiles) {
    List<byte[]> proof =
        Proofs.consistency(from, to, needed(Proofs.tilesForConsistency(from, to), tiles));
    byte[] before = TREE.root(0, from);
    byte[] after = TREE.root(0, to);
    assertSame(proof, from == 0 ? List.of() : TREE.subproof(from, 0, to, true));
    assertTrue(Proofs.verifyConsistency(from, before, to, after, proof));
    assertTrue(!Proofs.verifyConsistency(from, before, to, after, longer(proof)));
    assertTrue(!Proofs.verifyConsistency(from, TREE.root(1, from + 3), to, after, proof));
    if (!proof.isEmpty()) {
      assertTrue(!Proofs.verifyConsistency(from, before, to, TREE.root(1, to), proof));
      assertTrue(!Proofs.verifyConsistency(from, before, to, after, changed(proof)));
      assertTrue(!Proofs.verifyConsistency(from, before, to, after, shorter(proof)));
    }
  }

  /** Nothing but the named tiles, so that a proof cannot lean on another. */
  private static Map<TilePath, byte[]> needed(List<TilePath> paths, Map<TilePath, byte[]> all) {
    return paths.stream()
        .collect(java.util.stream.Collectors.toMap(path -> path, path -> tile(all, path)));
  }

  private static byte[] tile(Map<TilePath, byte[]> all, TilePath path) {
    byte[] tile = all.get(path);
    if (tile == null) {
      throw new AssertionError("no tree of this size has " + path.path());
    }
    return tile;
  }

  private static List<byte[]> changed(List<byte[]> proof) {
    List<byte[]> changed = new ArrayList<>(proof);
    byte[] last = changed.removeLast().clone();
    last[31] ^= 1;
    changed.add(last);
    return changed;
  }

  private static List<byte[]> shorter(List<byte[]> proof) {
    return proof.subList(0, proof.size() - 1);
  }

  private static List<byte[]> longer(List<byte[]> proof) {
    List<byte[]> longer = new ArrayList<>(proof);
    longer.add(new byte[32]);
    return longer;
  }

  // AssertJ describes what it compares; a million descriptions take longer than the proofs
  private static void assertTrue(boolean condition) {
    if (!condition) {
      throw new AssertionError("a sound proof was refused or a wrong one accepted");
    }
  }

  private static void assertSame(List<byte[]> proof, List<byte[]> expected) {
    assertTrue(proof.size() == expected.size());
    for (int i = 0; i < proof.size(); i++) {
      assertTrue(java.util.Arrays.equals(proof.get(i), expected.get(i)));
    }
  }

  @Test
  void the_empty_log_is_the_beginning_of_every_log_and_of_itself() {
    byte[] empty = Hashes.empty();
    assertThat(Proofs.verifyConsistency(0, empty, 0, empty, List.of())).isTrue();
    assertThat(Proofs.verifyConsistency(0, empty, 5, TREE.root(0, 5), List.of())).isTrue();
    assertThat(Proofs.verifyConsistency(0, TREE.root(0, 1), 5, TREE.root(0, 5), List.of()))
        .isFalse();
    assertThat(Proofs.verifyConsistency(5, TREE.root(0, 5), 4, TREE.root(0, 4), List.of()))
        .isFalse();
  }

  @Test
  void a_hash_of_another_length_proves_nothing() {
    List<byte[]> odd = List.of(new byte[31]);
    assertThat(Proofs.verifyInclusion(TREE.leaf(0), 0, 2, odd, TREE.root(0, 2))).isFalse();
    assertThat(Proofs.verifyConsistency(1, TREE.root(0, 1), 2, TREE.root(0, 2), odd)).isFalse();
  }

  @Test
  void what_no_log_has_is_refused() {
    assertThatThrownBy(() -> Proofs.tilesForInclusion(5, 5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Proofs.tilesForInclusion(-1, 5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Proofs.tilesForConsistency(6, 5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Proofs.inclusion(3, 5, Map.of()))
        .hasMessage("the proof needs all of tile/0/000.p/5");
  }

  @Test
  void a_proof_in_a_log_of_the_largest_size_needs_a_handful_of_tiles() {
    assertThat(Proofs.tilesForInclusion(1L << 40, (1L << 50) + 12_345))
        .hasSizeLessThanOrEqualTo(12)
        .allSatisfy(tile -> assertThat(TilePath.parse(tile.path())).isEqualTo(tile));
  }
}
