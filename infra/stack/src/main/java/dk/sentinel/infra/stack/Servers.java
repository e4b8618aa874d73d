package dk.sentinel.infra.stack;

import java.io.IOException;
import java.util.List;

/** The three servers that Sentinel stands on, wherever they run. */
sealed interface Servers permits LocalServers, ContainerServers {
  Service postgres();

  Service keycloak();

  Service openSearch();

  /** What can be made ready for Keycloak before PostgreSQL answers. */
  void prepareKeycloak() throws IOException, InterruptedException;

  /** Whether the data survive the end of the launcher. */
  boolean keepData();

  /** All three, in the order in which they can start. */
  default List<Service> all() {
    return List.of(postgres(), openSearch(), keycloak());
  }
}
