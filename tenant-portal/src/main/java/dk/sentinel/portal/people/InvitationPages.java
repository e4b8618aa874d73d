package dk.sentinel.portal.people;

import dk.sentinel.portal.settings.PortalSettings;
import dk.sentinel.portal.upstream.Answer;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.upstream.Problem;
import dk.sentinel.portal.web.Pages;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * An owner invites people whose MitID Erhverv id she does not know. The link is shown to her once,
 * to pass on; between making it and showing it, it waits in her session, never in an address.
 */
@Controller
final class InvitationPages {
  private static final ParameterizedTypeReference<List<Invitation>> INVITATIONS =
      new ParameterizedTypeReference<>() {};
  private static final ParameterizedTypeReference<Sent> SENT =
      new ParameterizedTypeReference<>() {};
  private static final List<String> OUTCOMES = List.of("invited", "revoked", "gone");
  private static final String LINK = InvitationPages.class.getName();

  private final Api api;
  private final Pages pages;
  private final PortalSettings settings;

  InvitationPages(Api api, Pages pages, PortalSettings settings) {
    this.api = api;
    this.pages = pages;
    this.settings = settings;
  }

  @GetMapping("/clinics/{clinicId}/people/invitations")
  Mono<Rendering> invitations(
      ServerWebExchange exchange,
      @PathVariable UUID clinicId,
      @RequestParam(defaultValue = "") String done) {
    return page(exchange, clinicId, OUTCOMES.contains(done) ? done : "", GrantForm.EMPTY);
  }

  private Mono<Rendering> page(
      ServerWebExchange exchange, UUID clinicId, String done, GrantForm form) {
    return Mono.zip(
            api.me(),
            api.get(INVITATIONS, "/clinics/{id}/invitations", clinicId),
            Numbers.of(api, clinicId),
            exchange.getSession())
        .flatMap(all -> {
          Map<String, Object> content = new HashMap<>();
          content.put("invitations", all.getT2());
          content.put("ydernumre", all.getT3());
          content.put("done", done);
          content.put("form", form);
          if (all.getT4().getAttributes().remove(LINK) instanceof Link link
              && link.clinicId.equals(clinicId)) {
            content.put("link", link);
          }
          return pages.clinicPage(
              exchange, all.getT1(), clinicId, "people", "people-invitations", content);
        });
  }

  @PostMapping("/clinics/{clinicId}/people/invitations")
  Mono<Rendering> invite(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    return exchange
        .getFormData()
        .map(form -> GrantForm.of(form, "email"))
        .flatMap(form ->
            api.post(form.request(), SENT, "/clinics/{id}/invitations", clinicId)
                .flatMap(answer ->
                    switch (answer) {
                      case Answer.Given<Sent>(Sent sent) ->
                          shown(exchange, clinicId, sent, form.typed().getOrDefault("email", ""));
                      case Answer.Refused<Sent>(Problem problem) ->
                          page(exchange, clinicId, "", form.refused(problem));
                    }));
  }

  @PostMapping("/clinics/{clinicId}/people/invitations/again")
  Mono<Rendering> again(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    return exchange
        .getFormData()
        .flatMap(form ->
            api.post(
                    Map.of(),
                    SENT,
                    "/clinics/{id}/invitations/{invitation}/resend",
                    clinicId,
                    Objects.requireNonNullElse(form.getFirst("invitation"), "none"))
                .flatMap(answer ->
                    switch (answer) {
                      case Answer.Given<Sent>(Sent sent) ->
                          shown(
                              exchange,
                              clinicId,
                              sent,
                              Objects.requireNonNullElse(form.getFirst("email"), ""));
                      case Answer.Refused<Sent> refused -> Mono.just(back(clinicId, "gone"));
                    }));
  }

  private Mono<Rendering> shown(
      ServerWebExchange exchange, UUID clinicId, Sent sent, String email) {
    String address = settings.here("/invitation/open?code=" + sent.code());
    return exchange
        .getSession()
        .doOnNext(session -> session.getAttributes().put(LINK, new Link(clinicId, email, address)))
        .thenReturn(back(clinicId, "invited"));
  }

  @PostMapping("/clinics/{clinicId}/people/invitations/revocation")
  Mono<Rendering> revoke(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    return exchange
        .getFormData()
        .flatMap(form ->
            api.delete(
                "/clinics/{id}/invitations/{invitation}",
                clinicId,
                Objects.requireNonNullElse(form.getFirst("invitation"), "none")))
        .map(
            answer -> back(clinicId, answer instanceof Answer.Given<Boolean> ? "revoked" : "gone"));
  }

  private static Rendering back(UUID clinicId, String done) {
    return Rendering.redirectTo("/clinics/" + clinicId + "/people/invitations?done=" + done)
        .build();
  }

  /** A link that waits to be shown once. Never printed. */
  record Link(UUID clinicId, String email, String address) implements Serializable {
    @Override
    public String toString() {
      return "a link";
    }
  }

  record Sent(UUID invitationId, String code) {
    @Override
    public String toString() {
      return "invitation " + invitationId;
    }
  }

  /** An invitation and what became of it. */
  record Invitation(
      UUID invitationId,
      @Nullable String email,
      String role,
      @Nullable LocalDate until,
      List<String> ydernumre,
      Instant createdAt,
      Instant expiresAt,
      String state,
      @Nullable Accepted accepted) {
    Invitation {
      ydernumre = List.copyOf(Objects.requireNonNullElse(ydernumre, List.of()));
    }

    /** Whether it can still be sent again or taken back. */
    public boolean waits() {
      return state.equals("open") || state.equals("expired");
    }
  }

  record Accepted(String professionalId, String name, String organization, Instant at) {}
}
