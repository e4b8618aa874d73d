package dk.sentinel.infra.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A page for trying the demo: who can sign in, with what password, and with which one-time code
 * right now. It stands in for the people's own code displays, and exists in the demo only.
 */
final class DemoDesk implements Service {
  private final int port;
  private final DemoPeople people;
  private volatile @Nullable HttpServer server;

  DemoDesk(int port, DemoPeople people) {
    this.port = port;
    this.people = people;
  }

  @Override
  public String name() {
    return "Demo desk";
  }

  @Override
  public void start() throws IOException {
    HttpServer next =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    next.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    next.createContext("/", this::answer);
    next.start();
    server = next;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean page = exchange.getRequestURI().getPath().equals("/");
      boolean english = "lang=en".equals(exchange.getRequestURI().getQuery());
      String html = page ? new DemoDeskPage(people, english).html(Clock.systemUTC().instant()) : "";
      byte[] body = html.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
      exchange
          .getResponseHeaders()
          .set(
              "Content-Security-Policy",
              "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
      exchange.sendResponseHeaders(page ? 200 : 404, body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(body);
        }
      }
    }
  }

  @Override
  public boolean running() {
    return server != null;
  }

  @Override
  public void stop() {
    HttpServer now = server;
    server = null;
    if (now != null) {
      now.stop(0);
    }
  }
}
