package dk.sentinel.portal.standin;

import com.nimbusds.jose.JOSEException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dk.sentinel.portal.SentinelPortal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The portal itself, started as it always is, on the two stand-ins. */
public final class PortalOnStandIns implements AutoCloseable {
  public final StandInApi api;
  public final StandInIssuer issuer;
  public final String url;
  private final ConfigurableApplicationContext portal;

  /** Starts all three on free ports. */
  public static PortalOnStandIns start(String... more) throws IOException, JOSEException {
    return new PortalOnStandIns(freePort(), 0, more);
  }

  private PortalOnStandIns(int port, int standIns, String... more)
      throws IOException, JOSEException {
    api = new StandInApi(standIns);
    issuer = new StandInIssuer(standIns == 0 ? 0 : standIns + 1);
    url = "http://localhost:" + port;
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server.port=" + port,
                "--sentinel.portal.url=" + url,
                "--sentinel.portal.client-secret=portal-secret",
                "--sentinel.api.url=" + api.url(),
                "--sentinel.issuer=" + issuer.issuer(),
                "--sentinel.environment=test"));
    for (String argument : more) {
      String name = argument.substring(0, argument.indexOf('=') + 1);
      arguments.removeIf(one -> one.startsWith(name));
      arguments.add(argument);
    }
    portal = SpringApplication.run(SentinelPortal.class, arguments.toArray(String[]::new));
  }

  @Override
  public void close() {
    portal.close();
    api.close();
    issuer.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /**
   * For looking at pages: the portal on 8088. Who signs in and what the API answers is changed with
   * lines sent to 8095: {@code as physiotherapist}, {@code answer 200 gates-2.json GET /…}, {@code
   * refuse 503 search-unavailable GET /…}, {@code reset}.
   */
  public static void main(String[] args) throws IOException, JOSEException {
    var running = new PortalOnStandIns(8088, 8096, args);
    HttpServer script =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8095), 0);
    script.createContext("/", exchange -> running.obey(exchange));
    script.start();
  }

  private void obey(HttpExchange exchange) throws IOException {
    String lines = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    lines.lines().forEach(line -> obey(List.of(line.trim().split(" ", 4))));
    exchange.getResponseHeaders().set("Connection", "close");
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  private void obey(List<String> words) {
    switch (words.getFirst()) {
      case "as" -> issuer.signInAs(words.get(1));
      case "answer" -> api.answer(words.get(3), Integer.parseInt(words.get(1)), words.get(2));
      case "refuse" -> api.refuse(words.get(3), Integer.parseInt(words.get(1)), words.get(2));
      case "reset" -> api.reset();
      default -> throw new IllegalArgumentException("unknown: " + words);
    }
  }
}
