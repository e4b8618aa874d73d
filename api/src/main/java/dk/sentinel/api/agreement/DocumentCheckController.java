package dk.sentinel.api.agreement;

import dk.sentinel.api.fairness.OpenLimits;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.agreement.Sha256;
import dk.sentinel.compliance.audit.proof.document.SealedPdf;
import dk.sentinel.compliance.audit.proof.document.Trust;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Tells anybody what a PDF is and whether it is as it was sealed. Nothing of it is kept or logged;
 * two are looked at together, each for a few seconds at most.
 */
@RestController
final class DocumentCheckController implements DisposableBean {
  private static final int LARGEST = 10 * 1024 * 1024;
  private static final int THREADS = 2;
  private static final int QUEUE = 6;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Problem TOO_LARGE =
      Problem.of(
          "document-too-large",
          HttpStatus.CONTENT_TOO_LARGE,
          "Document too large",
          "A document to be checked may have at most 10 MiB.");

  private final Scheduler threads = Schedulers.newBoundedElastic(THREADS, QUEUE, "checking");
  private final OpenLimits limits;
  private final Trust trust;

  DocumentCheckController(OpenLimits limits, Trust trust) {
    this.limits = limits;
    this.trust = trust;
  }

  @PostMapping(path = "/documents/check", consumes = MediaType.APPLICATION_PDF_VALUE)
  Mono<CheckView> check(ServerHttpRequest request, ServerWebExchange exchange) {
    return limits.under(exchange, () -> body(request).flatMap(this::checked));
  }

  private Mono<CheckView> checked(byte[] file) {
    return Mono.fromCallable(() -> CheckView.of(file, SealedPdf.check(file, trust)))
        .subscribeOn(threads)
        .timeout(PATIENCE)
        .onErrorMap(
            error ->
                error instanceof TimeoutException || error instanceof RejectedExecutionException,
            busy -> Problem.UNAVAILABLE.asException());
  }

  private static Mono<byte[]> body(ServerHttpRequest request) {
    if (request.getHeaders().getContentLength() > LARGEST) {
      return Mono.error(TOO_LARGE.asException());
    }
    return DataBufferUtils.join(request.getBody(), LARGEST)
        .map(DocumentCheckController::bytes)
        .onErrorMap(DataBufferLimitException.class, more -> TOO_LARGE.asException())
        .defaultIfEmpty(new byte[0]);
  }

  private static byte[] bytes(DataBuffer buffer) {
    byte[] bytes = new byte[buffer.readableByteCount()];
    buffer.read(bytes);
    DataBufferUtils.release(buffer);
    return bytes;
  }

  @Override
  public void destroy() {
    threads.dispose();
  }

  record CheckView(
      String kind,
      boolean intact,
      List<String> damages,
      String sha256,
      @Nullable String statement,
      @Nullable String sealedBy,
      @Nullable Instant sealedAt,
      @Nullable Instant stampedAt) {
    static CheckView of(byte[] file, SealedPdf found) {
      return new CheckView(
          word(found.kind()),
          found.isIntact(),
          found.damages().stream().map(CheckView::word).toList(),
          Sha256.of(file).hex(),
          found.statement(),
          found.sealedBy(),
          found.sealedAt(),
          found.stampedAt());
    }

    private static String word(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
