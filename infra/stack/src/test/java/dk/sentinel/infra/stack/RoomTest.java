package dk.sentinel.infra.stack;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class RoomTest {
  private static final long GIBIBYTE = 1L << 30;
  private static final Path DIRECTORY = Path.of("/data");

  @Test
  void too_little_memory_is_refused_with_figures() {
    assertThatThrownBy(() -> Room.check(GIBIBYTE, true, 100 * GIBIBYTE, DIRECTORY))
        .isInstanceOf(CannotGoOn.class)
        .hasMessageContaining("1024 MiB")
        .hasMessageContaining("End other programs");
  }

  @Test
  void too_little_disk_is_refused_and_another_place_offered() {
    assertThatThrownBy(() -> Room.check(8 * GIBIBYTE, true, GIBIBYTE, DIRECTORY))
        .isInstanceOf(CannotGoOn.class)
        .hasMessageContaining("/data")
        .hasMessageContaining("SENTINEL_DATA");
  }

  @Test
  void enough_is_enough() {
    assertThatNoException()
        .isThrownBy(() -> Room.check(4 * GIBIBYTE, true, 4 * GIBIBYTE, DIRECTORY));
  }
}
