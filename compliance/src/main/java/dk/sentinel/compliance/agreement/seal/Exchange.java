package dk.sentinel.compliance.agreement.seal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Asks authorities over HTTP. Blocks; gives up after a time and reads no more than a given size.
 * Addresses come from the operator's settings and from certificates that lead to his trust anchors,
 * never from a document.
 */
final class Exchange {
  private final HttpClient client;
  private final Duration patience;

  Exchange(Duration patience) {
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.patience = patience;
  }

  byte[] get(URI address, int most) throws IOException {
    return ask(HttpRequest.newBuilder(address).GET(), most);
  }

  byte[] post(URI address, String type, byte[] body, int most) throws IOException {
    return ask(
        HttpRequest.newBuilder(address)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
        most);
  }

  private byte[] ask(HttpRequest.Builder request, int most) throws IOException {
    try {
      HttpResponse<InputStream> answer =
          client.send(request.timeout(patience).build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = answer.body()) {
        if (answer.statusCode() != 200) {
          throw new IOException("answers with status " + answer.statusCode());
        }
        byte[] body = in.readNBytes(most + 1);
        if (body.length > most) {
          throw new IOException("answers with more than " + most + " bytes");
        }
        return body;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
