package dk.sentinel.api.agreement;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import reactor.core.publisher.Mono;

/**
 * A file that somebody uploads as a power of attorney. Sentinel never opens it, people do: so it
 * must begin and end as a PDF does, and may not name anything that runs or hides. That is a fence,
 * not a proof: names can hide in packed parts, therefore it is only ever handed out as a download.
 */
final class PowerFile {
  private static final int LARGEST = 5 * 1024 * 1024;
  private static final int TAIL = 1024;
  private static final List<String> ACTIVE =
      List.of("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/RichMedia", "/XFA", "/Encrypt");

  private PowerFile() {}

  /** The body, or the problem that it has. */
  static Mono<byte[]> of(ServerHttpRequest request) {
    @Nullable MediaType kind = request.getHeaders().getContentType();
    if (!MediaType.APPLICATION_PDF.equalsTypeAndSubtype(kind)) {
      return Mono.error(
          new UnsupportedMediaTypeStatusException(kind, List.of(MediaType.APPLICATION_PDF)));
    }
    if (request.getHeaders().getContentLength() > LARGEST) {
      return Mono.error(PowerProblems.TOO_LARGE.asException());
    }
    return DataBufferUtils.join(request.getBody(), LARGEST)
        .map(PowerFile::bytes)
        .onErrorMap(DataBufferLimitException.class, more -> PowerProblems.TOO_LARGE.asException())
        .filter(PowerFile::isPlain)
        .switchIfEmpty(Mono.error(PowerProblems.NO_PLAIN_PDF::asException));
  }

  private static byte[] bytes(DataBuffer buffer) {
    byte[] bytes = new byte[buffer.readableByteCount()];
    buffer.read(bytes);
    DataBufferUtils.release(buffer);
    return bytes;
  }

  static boolean isPlain(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    String tail = text.substring(Math.max(0, text.length() - TAIL));
    return text.startsWith("%PDF-")
        && tail.contains("%%EOF")
        && ACTIVE.stream().noneMatch(text::contains);
  }
}
