package dk.sentinel.infra.stack;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The ports of one stack, all on loopback.
 *
 * @param apiManagement where the API shows its metrics
 * @param authority where certificates' revocation list and time stamps are
 * @param keycloakManagement where Keycloak answers for its health
 */
record Ports(
    int portal,
    int api,
    int apiManagement,
    int demoDesk,
    int authority,
    int keycloak,
    int keycloakManagement,
    int openSearch,
    int postgres) {

  private static final List<String> NAMES =
      List.of(
          "portal",
          "api",
          "api-management",
          "demo-desk",
          "authority",
          "keycloak",
          "keycloak-management",
          "opensearch",
          "postgres");

  /** The ports that a properties file names; a missing or impossible one is a clear error. */
  static Ports read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new CannotGoOn("The file of ports cannot be read: " + file + ". Restore it.", e);
    }
    return of(NAMES.stream().map(name -> port(properties.getProperty(name), name, file)).toList());
  }

  private static int port(@Nullable String text, String name, Path file) {
    int port =
        text != null && text.strip().matches("\\d{1,5}") ? Integer.parseInt(text.strip()) : 0;
    if (port < 1 || port > 65535) {
      throw new CannotGoOn(
          file + " needs a line \"" + name + "=<port>\" with a port between 1 and 65535.");
    }
    return port;
  }

  /** Ports that nobody listens on right now. */
  static Ports free() {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (String _ : NAMES) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return of(held.stream().map(ServerSocket::getLocalPort).toList());
    } catch (IOException e) {
      throw new CannotGoOn("This machine gives no free port: " + e.getMessage(), e);
    } finally {
      held.forEach(Ports::close);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new CannotGoOn("A port cannot be given back: " + e.getMessage(), e);
    }
  }

  private static Ports of(List<Integer> ports) {
    return new Ports(
        ports.get(0),
        ports.get(1),
        ports.get(2),
        ports.get(3),
        ports.get(4),
        ports.get(5),
        ports.get(6),
        ports.get(7),
        ports.get(8));
  }

  /** Every port by its name in the file of ports. */
  Map<String, Integer> named() {
    List<Integer> ports =
        List.of(
            portal,
            api,
            apiManagement,
            demoDesk,
            authority,
            keycloak,
            keycloakManagement,
            openSearch,
            postgres);
    Map<String, Integer> named = new LinkedHashMap<>();
    for (int i = 0; i < NAMES.size(); i++) {
      named.put(NAMES.get(i), ports.get(i));
    }
    return named;
  }

  /** Whether somebody on this machine holds the port, so that a server could not take it. */
  static boolean inUse(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** Refuses, in one sentence each, the ports that somebody else holds. */
  void mustBeFree(Path file) {
    List<String> taken = new ArrayList<>();
    named()
        .forEach((name, port) -> {
          if (inUse(port)) {
            taken.add(
                "Port " + port + " (" + name + ") is in use" + PortHolder.describe(port) + ".");
          }
        });
    if (!taken.isEmpty()) {
      taken.add("Stop what holds it, or choose another port in " + file + ".");
      throw new CannotGoOn(String.join("\n", taken));
    }
  }
}
