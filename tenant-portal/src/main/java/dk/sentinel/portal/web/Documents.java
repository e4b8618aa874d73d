package dk.sentinel.portal.web;

import java.util.Objects;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Hands a document of the API on to the browser as it arrives; nothing of it is kept. */
public final class Documents {
  private Documents() {}

  /** The document as a download under this name. */
  public static Mono<ResponseEntity<Flux<DataBuffer>>> download(
      Mono<ResponseEntity<Flux<DataBuffer>>> document, String name) {
    return document.map(from -> renamed(from, name));
  }

  /** The document as a download under the name that the API gave it; or else under this one. */
  public static Mono<ResponseEntity<Flux<DataBuffer>>> asNamed(
      Mono<ResponseEntity<Flux<DataBuffer>>> document, String otherwise) {
    return document.map(from ->
        renamed(
            from,
            Objects.requireNonNullElse(
                from.getHeaders().getContentDisposition().getFilename(), otherwise)));
  }

  private static ResponseEntity<Flux<DataBuffer>> renamed(
      ResponseEntity<Flux<DataBuffer>> from, String name) {
    MediaType type = from.getHeaders().getContentType();
    var to = ResponseEntity.ok();
    to.contentType(type == null ? MediaType.APPLICATION_OCTET_STREAM : type);
    to.headers(headers ->
        headers.setContentDisposition(ContentDisposition.attachment().filename(name).build()));
    Flux<DataBuffer> body = from.getBody();
    return to.body(body == null ? Flux.empty() : body);
  }
}
