package dk.sentinel.api.capture;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Reads a request's body into memory, never more of it than the limits allow. */
final class FhirBody {
  /** The largest Bundle after decompression. */
  static final int MAX_BYTES = 32 << 20;

  /** The largest compressed Bundle. */
  static final int MAX_COMPRESSED_BYTES = 8 << 20;

  private static final int BUFFER = 1 << 16;

  private FhirBody() {}

  static Mono<byte[]> read(ServerHttpRequest request) {
    String encoding = encoding(request);
    return switch (encoding) {
      case "identity" -> collect(request, MAX_BYTES);
      case "gzip" ->
          collect(request, MAX_COMPRESSED_BYTES)
              .publishOn(Schedulers.boundedElastic())
              .map(FhirBody::decompress);
      default ->
          Mono.error(
              new FhirRefusal(
                  HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                  "not-supported",
                  "Send the Bundle uncompressed or with Content-Encoding gzip."));
    };
  }

  private static String encoding(ServerHttpRequest request) {
    String header = request.getHeaders().getFirst(HttpHeaders.CONTENT_ENCODING);
    return header == null ? "identity" : header.strip().toLowerCase(Locale.ROOT);
  }

  private static Mono<byte[]> collect(ServerHttpRequest request, int limit) {
    if (request.getHeaders().getContentLength() > limit) {
      return Mono.error(tooLarge());
    }
    return DataBufferUtils.join(request.getBody(), limit)
        .map(FhirBody::bytes)
        .onErrorMap(DataBufferLimitException.class, tooMuch -> tooLarge())
        .defaultIfEmpty(new byte[0]);
  }

  private static byte[] bytes(DataBuffer buffer) {
    byte[] bytes = new byte[buffer.readableByteCount()];
    buffer.read(bytes);
    DataBufferUtils.release(buffer);
    return bytes;
  }

  private static byte[] decompress(byte[] compressed) {
    ByteArrayOutputStream plain =
        new ByteArrayOutputStream(Math.min(compressed.length * 4, BUFFER));
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(compressed), BUFFER)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = gzip.read(buffer); read >= 0; read = gzip.read(buffer)) {
        if (plain.size() + read > MAX_BYTES) {
          throw tooLarge();
        }
        plain.write(buffer, 0, read);
      }
    } catch (IOException broken) {
      throw new FhirRefusal(
          HttpStatus.BAD_REQUEST,
          "structure",
          "The body says it is gzip but cannot be decompressed. Send it again, whole.");
    }
    return plain.toByteArray();
  }

  private static FhirRefusal tooLarge() {
    return new FhirRefusal(
        HttpStatus.CONTENT_TOO_LARGE,
        "too-long",
        "A Bundle may have at most 32 MiB, 8 MiB compressed. Split it and send the parts.");
  }
}
