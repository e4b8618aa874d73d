package dk.sentinel.api.audit;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import reactor.core.publisher.Flux;

/**
 * A format in which a clinic's log can be taken along. Each is a bean; the door asks them all for
 * their code. What is handed out is recorded before {@link #body} is subscribed to.
 */
interface ExportFormat {
  /** The word in the parameter {@code format} and in the log. */
  String code();

  /** What the file's name ends with, without the dot. */
  default String extension() {
    return code();
  }

  /** What the answer says it is. */
  MediaType type();

  /** Whether a part of the log may be asked for; a whole one can be checked, a part cannot. */
  boolean comesInParts();

  /** The file, made as it is read: in memory that does not grow with the log. */
  Flux<DataBuffer> body(ExportedLog log);
}
