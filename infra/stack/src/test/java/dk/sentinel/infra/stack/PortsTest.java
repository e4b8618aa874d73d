package dk.sentinel.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PortsTest {
  private static final Path FILE = Path.of("../ports.properties");

  @Test
  void the_file_of_ports_has_the_documented_defaults() {
    assertThat(Ports.read(FILE))
        .isEqualTo(new Ports(8080, 8081, 8083, 8082, 8084, 8180, 8190, 9201, 55432));
  }

  @Test
  void a_missing_or_impossible_port_names_the_file_and_the_line(@TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("ports.properties");
    Files.writeString(file, Files.readString(FILE).replace("api=8081", "api=99999"));

    assertThatThrownBy(() -> Ports.read(file))
        .isInstanceOf(CannotGoOn.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("api=<port>");
  }

  @Test
  void free_ports_are_free_and_all_different() {
    Ports ports = Ports.free();

    assertThat(new HashSet<>(ports.named().values())).hasSize(9);
    assertThat(ports.named().values()).noneMatch(Ports::inUse);
  }

  @Test
  void a_port_in_use_is_named_with_its_holder_and_the_file_to_change() throws IOException {
    Ports free = Ports.free();
    Path file = Path.of("ports.properties");
    free.mustBeFree(file);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Ports ports =
          new Ports(
              free.portal(),
              taken.getLocalPort(),
              free.apiManagement(),
              free.demoDesk(),
              free.authority(),
              free.keycloak(),
              free.keycloakManagement(),
              free.openSearch(),
              free.postgres());

      assertThatThrownBy(() -> ports.mustBeFree(file))
          .isInstanceOf(CannotGoOn.class)
          .hasMessageContaining("Port " + taken.getLocalPort() + " (api) is in use")
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("ports.properties");
    }
  }
}
