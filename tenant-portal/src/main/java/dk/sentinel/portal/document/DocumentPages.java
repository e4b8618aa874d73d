package dk.sentinel.portal.document;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.upstream.Problem;
import dk.sentinel.portal.web.Pages;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePartEvent;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.http.codec.multipart.PartEventHttpMessageReader;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Anybody, signed in or not. The file passes through memory to the API and is kept nowhere. */
@Controller
final class DocumentPages {
  private static final ParameterizedTypeReference<Found> FOUND =
      new ParameterizedTypeReference<>() {};
  private static final int LARGEST = 10 * 1024 * 1024;

  /** What a form has beside the file. */
  private static final int AROUND = 64 * 1024;

  private static final PartEventHttpMessageReader PARTS = new PartEventHttpMessageReader();

  private final Api api;
  private final Pages pages;

  DocumentPages(Api api, Pages pages) {
    this.api = api;
    this.pages = pages;
  }

  @GetMapping("/check")
  Mono<Rendering> ask(ServerWebExchange exchange) {
    return page(exchange, null, "");
  }

  @PostMapping(path = "/check", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  Mono<Rendering> check(ServerWebExchange exchange) {
    return file(exchange.getRequest())
        .flatMap(
            bytes -> bytes.length == 0 ? page(exchange, null, "empty") : checked(exchange, bytes))
        .onErrorResume(
            DataBufferLimitException.class, tooMuch -> page(exchange, null, "document-too-large"))
        .onErrorResume(DecodingException.class, noForm -> page(exchange, null, "empty"));
  }

  /**
   * The file of the form. The form is taken whole before its parts are told apart: a reader of
   * parts that is left in the middle gives buffers back twice, and they may be another request's by
   * then.
   */
  private static Mono<byte[]> file(ServerHttpRequest request) {
    return DataBufferUtils.join(request.getBody(), LARGEST + AROUND)
        .map(DocumentPages::bytes)
        .flatMapMany(form ->
            PARTS.read(
                ResolvableType.forClass(PartEvent.class),
                new ServerHttpRequestDecorator(request) {
                  @Override
                  public Flux<DataBuffer> getBody() {
                    return Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(form));
                  }
                },
                Map.of()))
        .ofType(FilePartEvent.class)
        .map(part -> bytes(part.content()))
        .collect(ByteArrayOutputStream::new, ByteArrayOutputStream::writeBytes)
        .map(ByteArrayOutputStream::toByteArray)
        .filter(bytes -> bytes.length <= LARGEST)
        .switchIfEmpty(Mono.error(() -> new DataBufferLimitException("larger than is taken")));
  }

  private static byte[] bytes(DataBuffer buffer) {
    byte[] bytes = new byte[buffer.readableByteCount()];
    buffer.read(bytes);
    DataBufferUtils.release(buffer);
    return bytes;
  }

  private Mono<Rendering> checked(ServerWebExchange exchange, byte[] file) {
    return api.upload(file, MediaType.APPLICATION_PDF, FOUND, "/documents/check")
        .flatMap(answer ->
            switch (answer) {
              case Answer.Given<Found>(Found found) -> page(exchange, found, "");
              case Answer.Refused<Found>(Problem problem) ->
                  page(exchange, null, reason(problem.slug()));
            });
  }

  private static String reason(String slug) {
    return List.of("document-too-large", "too-many-requests").contains(slug) ? slug : "busy";
  }

  private Mono<Rendering> page(ServerWebExchange exchange, @Nullable Found found, String reason) {
    Map<String, Object> content = new HashMap<>();
    content.put("reason", reason);
    if (found != null) {
      content.put("found", found);
    }
    return pages.page(exchange, "check", content);
  }

  /** What the API found. */
  record Found(
      String kind,
      boolean intact,
      List<String> damages,
      String sha256,
      @Nullable String statement,
      @Nullable String sealedBy,
      @Nullable Instant sealedAt,
      @Nullable Instant stampedAt) {
    Found {
      damages = List.copyOf(damages);
    }

    /** The verdict in one word. */
    public String verdict() {
      if (intact) {
        return "intact";
      }
      return kind.equals("sealed") ? "damaged" : kind;
    }

    /** The parts of the name in the seal's certificate, the most telling first. */
    public List<NamePart> sealer() {
      return sealedBy == null ? List.of() : NamePart.of(sealedBy);
    }

    /** Whether there is a seal to tell of. */
    public boolean hasSeal() {
      return sealedBy != null;
    }
  }
}
