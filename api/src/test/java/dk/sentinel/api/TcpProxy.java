package dk.sentinel.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands before a real server and can take it away: all at once, or only its answers. */
public final class TcpProxy implements AutoCloseable {
  /** What happens to what passes through. */
  public enum Mode {
    /** Everything passes. */
    OPEN,
    /** Connections end at once. */
    AWAY,
    /** Requests arrive, answers are lost. */
    ANSWERS_LOST
  }

  private final ServerSocket server;
  private final URI target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Mode mode = Mode.OPEN;

  /** Listens on a free port of the loopback interface. */
  public TcpProxy(String target) {
    this.target = URI.create(target);
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it listens. */
  public String url() {
    return "http://localhost:" + server.getLocalPort();
  }

  /** From now on; connections that are open now end. */
  public void set(Mode next) {
    mode = next;
    open.forEach(TcpProxy::close);
    open.clear();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    Mode now = mode;
    if (now == Mode.AWAY) {
      close(client);
      return;
    }
    try {
      Socket upstream = new Socket(target.getHost(), target.getPort());
      open.add(client);
      open.add(upstream);
      Thread.ofVirtual().start(() -> pass(client, upstream, false));
      Thread.ofVirtual().start(() -> pass(upstream, client, now == Mode.ANSWERS_LOST));
    } catch (IOException e) {
      close(client);
    }
  }

  private static void pass(Socket from, Socket to, boolean lost) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0 && !lost; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException ended) {
      // the other side is gone: so is this one
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    set(Mode.AWAY);
  }
}
