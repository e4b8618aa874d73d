package dk.sentinel.compliance.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TilePathTest {
  @Test
  void paths_are_those_of_the_specification() {
    Map<TilePath, String> paths =
        Map.of(
            new TilePath(0, 1_234_067, 256), "tile/0/x001/x234/067",
            new TilePath(0, 273, 112), "tile/0/273.p/112",
            new TilePath(1, 0, 256), "tile/1/000",
            new TilePath(2, 0, 1), "tile/2/000.p/1",
            new TilePath(0, 1_000, 256), "tile/0/x001/000");
    paths.forEach((tile, path) -> {
      assertThat(tile.path()).isEqualTo(path);
      assertThat(TilePath.parse(path)).isEqualTo(tile);
    });
    BundlePath bundle = new BundlePath(1_234_067, 255);
    assertThat(bundle.path()).isEqualTo("tile/entries/x001/x234/067.p/255");
    assertThat(BundlePath.parse(bundle.path())).isEqualTo(bundle);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tile/00/000",
        "tile/64/000",
        "tile/0/00",
        "tile/0/x000/001",
        "tile/0/1234",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/../000",
        "tile/0/x001",
        "/tile/0/000",
        "tile/0/000/",
        "tile/0",
        "tile/entries/000",
        "",
        "tile/0/x001/234\n",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/-1/000",
        "tile/0/-01"
      })
  void other_paths_are_refused(String path) {
    assertThatThrownBy(() -> TilePath.parse(path)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_tree_of_70_000_has_the_tiles_that_the_specification_counts() {
    assertThat(TilePath.at(0, 273, 70_000).width()).isEqualTo(112);
    assertThat(TilePath.at(0, 272, 70_000).width()).isEqualTo(256);
    assertThat(TilePath.at(1, 1, 70_000).width()).isEqualTo(17);
    assertThat(TilePath.at(2, 0, 70_000).width()).isEqualTo(1);
    assertThat(BundlePath.at(273, 70_000).width()).isEqualTo(112);
    assertThatThrownBy(() -> TilePath.at(3, 0, 70_000))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TilePath.at(1, 1, 65_536))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_bundle_reads_back_whatever_its_entries_hold() {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < 254; i++) {
      entries.add("x".repeat(i * 3).getBytes(StandardCharsets.UTF_8));
    }
    entries.add(new byte[EntryBundle.MAX_ENTRY]);
    byte[] bytes = EntryBundle.encode(entries);
    assertThat(bytes[2]).isZero();
    assertThat(EntryBundle.decode(bytes, 255)).containsExactlyElementsOf(entries);
    assertThatThrownBy(() -> EntryBundle.decode(bytes, 254))
        .hasMessage("the bundle has 255 entries instead of 254");
    byte[] cut = java.util.Arrays.copyOf(bytes, bytes.length - 1);
    assertThatThrownBy(() -> EntryBundle.decode(cut, 255))
        .hasMessage("the bundle ends within an entry");
    assertThatThrownBy(() -> EntryBundle.decode(new byte[] {0}, 1))
        .hasMessage("the bundle ends within an entry");
    assertThat(EntryBundle.decode(EntryBundle.encode(List.of()), 0)).isEmpty();
    byte[] empty = {0, 0};
    assertThat(EntryBundle.decode(empty, 1)).containsExactly(new byte[0]);
  }

  @Test
  void an_entry_or_bundle_that_is_too_large_is_refused() {
    List<byte[]> large = List.of(new byte[EntryBundle.MAX_ENTRY + 1]);
    assertThatThrownBy(() -> EntryBundle.encode(large)).hasMessageContaining("65,535");
    List<byte[]> many = java.util.Collections.nCopies(257, new byte[0]);
    assertThatThrownBy(() -> EntryBundle.encode(many)).hasMessageContaining("256");
  }
}
