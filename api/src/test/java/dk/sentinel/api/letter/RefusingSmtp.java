package dk.sentinel.api.letter;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A mail server that knows nobody: it answers every recipient with the reply that it was given. */
final class RefusingSmtp implements AutoCloseable {
  private final ServerSocket server;
  private final String reply;

  private RefusingSmtp(int port, String reply) throws IOException {
    this.server = new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
    this.reply = reply;
    Thread.ofVirtual().start(this::serve);
  }

  /** Listens on a port as long as something is done. */
  static void during(int port, String reply, Runnable act) throws IOException {
    RefusingSmtp server = new RefusingSmtp(port, reply);
    try (server) {
      act.run();
    }
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept();
          BufferedReader lines =
              new BufferedReader(
                  new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
        say(client, "220 refusing");
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          say(client, line.startsWith("RCPT") ? reply : "250 ok");
        }
      } catch (IOException gone) {
        // the next one, or the end
      }
    }
  }

  private static void say(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    client.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
