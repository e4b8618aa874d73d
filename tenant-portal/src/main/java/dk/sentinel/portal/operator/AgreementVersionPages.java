package dk.sentinel.portal.operator;

import dk.sentinel.portal.agreement.Ceremony;
import dk.sentinel.portal.agreement.Change;
import dk.sentinel.portal.agreement.Sent;
import dk.sentinel.portal.agreement.Version;
import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.upstream.ApiRefusal;
import dk.sentinel.portal.upstream.Problem;
import dk.sentinel.portal.web.Documents;
import dk.sentinel.portal.web.Pages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The operator's pages for the versions of the agreement: what is published and how far the clinics
 * are, bringing a text, reading the draft and what it changes, and signing it.
 */
@Controller
final class AgreementVersionPages {
  private static final ParameterizedTypeReference<Versions> VERSIONS =
      new ParameterizedTypeReference<>() {};
  private static final ParameterizedTypeReference<Draft> DRAFT =
      new ParameterizedTypeReference<>() {};
  private static final ParameterizedTypeReference<List<Clinic>> CLINICS =
      new ParameterizedTypeReference<>() {};
  private static final ParameterizedTypeReference<Letters> LETTERS =
      new ParameterizedTypeReference<>() {};
  private static final ParameterizedTypeReference<Reminded> REMINDED =
      new ParameterizedTypeReference<>() {};
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PAGE = "/operator/agreement";

  private final Api api;
  private final Pages pages;
  private final Ceremony ceremony;

  AgreementVersionPages(Api api, Pages pages, Ceremony ceremony) {
    this.api = api;
    this.pages = pages;
    this.ceremony = ceremony;
  }

  @GetMapping(PAGE)
  Mono<Rendering> versions(ServerWebExchange exchange) {
    boolean published = exchange.getRequest().getQueryParams().containsKey("published");
    return page(exchange, published, "", List.of());
  }

  private Mono<Rendering> page(
      ServerWebExchange exchange, boolean published, String typed, List<String> wrong) {
    return Mono.zip(
            api.get(VERSIONS, "/agreement-versions"),
            api.get(CLINICS, "/clinics"),
            api.get(LETTERS, "/platform/letters"))
        .flatMap(both -> {
          Map<String, Object> content = new HashMap<>();
          content.put("versions", both.getT1());
          content.put("clinics", both.getT2());
          content.put("letters", both.getT3());
          content.put(
              "reminded",
              number(exchange.getRequest().getQueryParams().getFirst("reminded"), null));
          content.put("published", published);
          content.put("typed", typed);
          content.put("wrong", wrong);
          return pages.page(exchange, "operator-agreement", content);
        });
  }

  /** Brings the text in the form; the example when the form says so. */
  @PostMapping(PAGE)
  Mono<Rendering> bring(ServerWebExchange exchange) {
    return exchange
        .getFormData()
        .flatMap(form -> {
          String text = Objects.toString(form.getFirst("template"), "").strip();
          Map<String, Object> request = new HashMap<>();
          request.put("days", number(form.getFirst("days"), 0));
          if (!"example".equals(form.getFirst("which"))) {
            request.put("template", json(text));
          }
          return api.send(request, "/agreement-versions")
              .flatMap(answer ->
                  answer instanceof Answer.Refused<?>(Problem problem)
                      ? page(exchange, false, text, problem.fields())
                      : Mono.just(Rendering.redirectTo(PAGE + "/draft").build()));
        });
  }

  private static @Nullable Integer number(@Nullable String text, @Nullable Integer otherwise) {
    return text != null && text.matches("[0-9]{1,3}") ? Integer.valueOf(text) : otherwise;
  }

  /** What is no JSON goes on as text: the API says what is wrong with it. */
  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.isEmpty() ? "\"\"" : text);
    } catch (JacksonException notJson) {
      return JSON.getNodeFactory().stringNode(text);
    }
  }

  @GetMapping(PAGE + "/example")
  Mono<ResponseEntity<Flux<DataBuffer>>> example() {
    return Documents.download(
        api.document("/agreement-versions/example"), "sentinel-agreement-example.json");
  }

  @GetMapping(PAGE + "/draft")
  Mono<Rendering> draft(
      ServerWebExchange exchange, @RequestParam(required = false) @Nullable String problem) {
    return api.get(DRAFT, "/agreement-versions/draft?lang={lang}", Pages.language(exchange))
        .flatMap(draft ->
            pages.page(
                exchange,
                "operator-agreement-draft",
                Map.of("draft", draft, "problem", problem == null ? "" : Ceremony.told(problem))));
  }

  @GetMapping(PAGE + "/draft/document")
  Mono<ResponseEntity<Flux<DataBuffer>>> document(ServerWebExchange exchange) {
    return Documents.download(
        api.document("/agreement-versions/draft/document?lang={lang}", Pages.language(exchange)),
        "sentinel-databehandleraftale-udkast.pdf");
  }

  @PostMapping(PAGE + "/draft/signing")
  Mono<ResponseEntity<Void>> sign(ServerWebExchange exchange) {
    return ceremony.publish(exchange, PAGE + "/draft", PAGE + "?published");
  }

  /** Has the clinics reminded that are to sign and have not. */
  @PostMapping(PAGE + "/reminders")
  Mono<Rendering> remind() {
    return api.post(Map.of(), REMINDED, "/platform/letters")
        .map(answer ->
            switch (answer) {
              case Answer.Given<Reminded>(Reminded reminded) ->
                  Rendering.redirectTo(PAGE + "?reminded=" + Math.min(999, reminded.letters()))
                      .build();
              case Answer.Refused<Reminded>(Problem problem) -> throw new ApiRefusal(problem);
            });
  }

  /** How many letters were written. */
  record Reminded(int letters) {}

  /** Which clinics were written to. */
  record Letters(boolean sending, List<ClinicLetters> clinics) {
    Letters {
      clinics = List.copyOf(Objects.requireNonNullElse(clinics, List.of()));
    }

    /** The letters of a clinic; null when it came just now. */
    public @Nullable ClinicLetters of(UUID clinic) {
      return clinics.stream()
          .filter(each -> each.clinicId().equals(clinic))
          .findFirst()
          .orElse(null);
    }
  }

  record ClinicLetters(UUID clinicId, boolean hasAddress, @Nullable Sent last) {}

  /** All versions. */
  record Versions(List<Version> published, @Nullable Version draft) {
    Versions {
      published = List.copyOf(Objects.requireNonNullElse(published, List.of()));
    }
  }

  /** The draft as it will be signed. */
  record Draft(
      Version version,
      String asks,
      String title,
      List<Section> sections,
      List<Change> changes,
      String sha256) {
    Draft {
      sections = List.copyOf(Objects.requireNonNullElse(sections, List.of()));
      changes = List.copyOf(Objects.requireNonNullElse(changes, List.of()));
    }
  }

  record Section(String number, String heading, List<String> paragraphs) {}

  /** How far a clinic is. */
  record Clinic(UUID clinicId, String name, @Nullable Agreement agreement) {}

  /** What a clinic has signed and what it is asked. */
  record Agreement(@Nullable Integer signed, String asked, boolean objected) {}
}
