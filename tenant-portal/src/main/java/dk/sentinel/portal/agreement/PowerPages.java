package dk.sentinel.portal.agreement;

import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.web.Pages;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.codec.multipart.FormFieldPart;
import org.springframework.http.codec.multipart.Part;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The clinic's powers of attorney: who may sign when the sign-in does not say so. */
@Controller
final class PowerPages {
  private static final ParameterizedTypeReference<All> ALL = new ParameterizedTypeReference<>() {};
  private static final ParameterizedTypeReference<List<Person>> PEOPLE =
      new ParameterizedTypeReference<>() {};
  private static final ParameterizedTypeReference<Map<String, Object>> ANY =
      new ParameterizedTypeReference<>() {};
  private static final List<String> OUTCOMES =
      List.of(
          "uploaded",
          "withdrawn",
          "power-decided",
          "power-not-taken",
          "no-plain-pdf",
          "document-too-large",
          "invalid-request",
          "other");

  private final Api api;
  private final Pages pages;

  PowerPages(Api api, Pages pages) {
    this.api = api;
    this.pages = pages;
  }

  @GetMapping("/clinics/{clinicId}/powers")
  Mono<Rendering> powers(
      ServerWebExchange exchange,
      @PathVariable UUID clinicId,
      @RequestParam(defaultValue = "") String done) {
    return page(exchange, clinicId, OUTCOMES.contains(done) ? done : "", Form.EMPTY);
  }

  private Mono<Rendering> page(ServerWebExchange exchange, UUID clinicId, String done, Form typed) {
    return Mono.zip(
            api.me(),
            api.get(ALL, "/clinics/{id}/powers-of-attorney", clinicId),
            api.get(PEOPLE, "/clinics/{id}/members", clinicId))
        .flatMap(all ->
            pages.clinicPage(
                exchange,
                all.getT1(),
                clinicId,
                "agreement",
                "powers",
                Map.of(
                    "powers",
                    all.getT2().powers(),
                    "owners",
                    all.getT3().stream().filter(one -> one.role().equals("owner")).toList(),
                    "done",
                    done,
                    "typed",
                    typed)));
  }

  /**
   * Passes a file on to the API, which looks at it; it is kept nowhere here. A refused form comes
   * back as it was, but for the file, which a browser never fills in again.
   */
  @PostMapping(path = "/clinics/{clinicId}/powers", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  Mono<Rendering> upload(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    return exchange
        .getMultipartData()
        .flatMap(parts -> {
          Form form = Form.of(parts);
          return file(parts)
              .flatMap(file -> sent(clinicId, file, form))
              .flatMap(answer ->
                  answer instanceof Answer.Refused<?> refused
                      ? page(exchange, clinicId, told(refused.problem().slug()), form)
                      : Mono.just(back(clinicId, "uploaded")));
        });
  }

  private Mono<Answer<Map<String, Object>>> sent(UUID clinicId, byte[] file, Form form) {
    List<@Nullable Object> variables = new ArrayList<>();
    variables.add(clinicId);
    variables.add(form.until());
    variables.addAll(form.people());
    StringBuilder path = new StringBuilder("/clinics/{id}/powers-of-attorney?until={until}");
    for (int i = 0; i < form.people().size(); i++) {
      path.append("&person={person").append(i).append('}');
    }
    return api.submit(file, MediaType.APPLICATION_PDF, ANY, path.toString(), variables.toArray());
  }

  private static Mono<byte[]> file(MultiValueMap<String, Part> parts) {
    Flux<DataBuffer> content =
        parts.getFirst("file") instanceof FilePart file ? file.content() : Flux.empty();
    return DataBufferUtils.join(content)
        .map(buffer -> {
          byte[] bytes = new byte[buffer.readableByteCount()];
          buffer.read(bytes);
          DataBufferUtils.release(buffer);
          return bytes;
        })
        .defaultIfEmpty(new byte[0]);
  }

  @PostMapping("/clinics/{clinicId}/powers/withdrawal")
  Mono<Rendering> withdraw(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    return exchange
        .getFormData()
        .flatMap(form ->
            api.send(
                Map.of(),
                "/clinics/{id}/powers-of-attorney/{power}/withdrawal",
                clinicId,
                Objects.toString(form.getFirst("power"), "none")))
        .map(answer ->
            back(
                clinicId,
                answer instanceof Answer.Refused<?> refused
                    ? told(refused.problem().slug())
                    : "withdrawn"));
  }

  private static Rendering back(UUID clinicId, String done) {
    return Rendering.redirectTo("/clinics/" + clinicId + "/powers?done=" + done).build();
  }

  private static String told(@Nullable String slug) {
    return slug != null && OUTCOMES.contains(slug) ? slug : "other";
  }

  /** What was typed beside the file. */
  record Form(String until, List<String> people) {
    static final Form EMPTY = new Form("", List.of());

    static Form of(MultiValueMap<String, Part> parts) {
      return new Form(
          fields(parts, "until").stream().findFirst().orElse(""), fields(parts, "person"));
    }

    private static List<String> fields(MultiValueMap<String, Part> parts, String name) {
      return Objects.requireNonNullElse(parts.get(name), List.<Part>of()).stream()
          .filter(FormFieldPart.class::isInstance)
          .map(part -> ((FormFieldPart) part).value())
          .toList();
    }
  }

  record All(List<Power> powers) {
    All {
      powers = List.copyOf(Objects.requireNonNullElse(powers, List.of()));
    }
  }

  /** A power of attorney, as the API tells. */
  record Power(
      UUID powerId,
      List<String> holders,
      LocalDate until,
      String by,
      Instant uploadedAt,
      String state,
      int approvals,
      @Nullable Integer signers,
      @Nullable String reason) {
    Power {
      holders = List.copyOf(Objects.requireNonNullElse(holders, List.of()));
    }

    /** Whether it can be taken back. */
    public boolean open() {
      return state.equals("waiting") || state.equals("in-force");
    }
  }

  /** Somebody with a role in the clinic. */
  record Person(String professionalId, String name, String role) {}
}
