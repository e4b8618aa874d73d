package dk.sentinel.api.audit;

import java.nio.charset.StandardCharsets;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** Exactly the bytes that were hashed, an entry a line: whoever has them all can check the log. */
@Component
final class NdjsonFormat implements ExportFormat {
  @Override
  public String code() {
    return "ndjson";
  }

  @Override
  public MediaType type() {
    return MediaType.APPLICATION_NDJSON;
  }

  @Override
  public boolean comesInParts() {
    return false;
  }

  @Override
  public Flux<DataBuffer> body(ExportedLog log) {
    return ExportedLog.buffers(
        log.canonical().map(canonical -> new String(canonical, StandardCharsets.UTF_8) + "\n"));
  }
}
