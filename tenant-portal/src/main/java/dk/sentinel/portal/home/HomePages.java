package dk.sentinel.portal.home;

import dk.sentinel.portal.deviation.Deviations;
import dk.sentinel.portal.people.AccessReviews;
import dk.sentinel.portal.upstream.Api;
import dk.sentinel.portal.upstream.Me;
import dk.sentinel.portal.web.Formats;
import dk.sentinel.portal.web.Pages;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The front page for everyone, the choice of clinic, and a clinic's home with its gates. */
@Controller
final class HomePages {
  private static final ParameterizedTypeReference<Gates> GATES =
      new ParameterizedTypeReference<>() {};
  private static final ParameterizedTypeReference<Clinic> CLINIC =
      new ParameterizedTypeReference<>() {};

  private final Api api;
  private final Pages pages;
  private final Clock clock;

  HomePages(Api api, Pages pages, Clock clock) {
    this.api = api;
    this.pages = pages;
    this.clock = clock;
  }

  @GetMapping("/")
  Mono<Rendering> front(ServerWebExchange exchange, @Nullable Authentication signedIn) {
    return signedIn == null
        ? pages.page(exchange, "front", Map.of())
        : Mono.just(Rendering.redirectTo("/home").build());
  }

  /** Straight to where the person works when there is one such place, else the choice. */
  @GetMapping("/home")
  Mono<Rendering> home(ServerWebExchange exchange) {
    return api.me().flatMap(me -> home(exchange, me));
  }

  private Mono<Rendering> home(ServerWebExchange exchange, Me me) {
    if (me.clinics().size() == 1 && me.platformRoles().isEmpty()) {
      return redirect("/clinics/" + me.clinics().getFirst().clinicId());
    }
    if (me.clinics().isEmpty() && me.platformRoles().equals(List.of("operator"))) {
      return redirect("/operator");
    }
    if (me.clinics().isEmpty() && me.platformRoles().equals(List.of("project-editor"))) {
      return redirect("/projects");
    }
    if (me.clinics().isEmpty() && me.platformRoles().isEmpty()) {
      return redirect("/new-clinic");
    }
    return pages.page(exchange, "choose", Map.of("me", me));
  }

  @GetMapping("/clinics/{clinicId}")
  Mono<Rendering> clinic(ServerWebExchange exchange, @PathVariable UUID clinicId) {
    return api.me()
        .flatMap(me ->
            me.at(clinicId)
                .flatMap(HomePages::elsewhere)
                .map(path -> redirect("/clinics/" + clinicId + path))
                .orElseGet(() -> gates(exchange, me, clinicId)));
  }

  /** Where in the clinic a person begins for whom its gates are not the first thing. */
  private static Optional<String> elsewhere(Me.Membership clinic) {
    if (clinic.role().equals("auditor")) {
      return Optional.of("/audit");
    }
    return clinic.isOver() ? Optional.of("/ending") : Optional.empty();
  }

  private Mono<Rendering> gates(ServerWebExchange exchange, Me me, UUID clinicId) {
    return Mono.zip(
            api.get(GATES, "/clinics/{id}/gates", clinicId),
            api.get(CLINIC, "/clinics/{id}", clinicId),
            nearReview(me, clinicId),
            recentDeviations(me, clinicId))
        .flatMap(all -> {
          Map<String, Object> content = new HashMap<>();
          content.put("gates", all.getT1());
          content.put("clinic", all.getT2());
          all.getT3().ifPresent(reviews -> content.put("review", reviews));
          content.put("deviations", all.getT4());
          return pages.clinicPage(exchange, me, clinicId, "home", "home", content);
        });
  }

  /** The owner is told when everybody's access is to be gone through, from a month before. */
  private Mono<Optional<AccessReviews>> nearReview(Me me, UUID clinicId) {
    LocalDate today = LocalDate.now(clock.withZone(Formats.COPENHAGEN));
    return owns(me, clinicId)
        ? api.get(AccessReviews.TYPE, AccessReviews.PATH, clinicId)
            .map(reviews -> Optional.of(reviews).filter(found -> found.isNear(today)))
        : Mono.just(Optional.empty());
  }

  /** The owner is told when something outside the instruction was refused of late. */
  private Mono<Boolean> recentDeviations(Me me, UUID clinicId) {
    LocalDate today = LocalDate.now(clock.withZone(Formats.COPENHAGEN));
    return owns(me, clinicId)
        ? api.get(Deviations.TYPE, Deviations.NEWEST, clinicId).map(told -> told.areRecent(today))
        : Mono.just(false);
  }

  private static boolean owns(Me me, UUID clinicId) {
    return me.at(clinicId).filter(clinic -> clinic.role().equals("owner")).isPresent();
  }

  private static Mono<Rendering> redirect(String path) {
    return Mono.just(Rendering.redirectTo(path).build());
  }

  /** The five gates in order, and the first closed one. */
  record Gates(List<Gate> gates, @Nullable String firstClosed) {
    Gates {
      gates = List.copyOf(gates);
    }

    /** True when all that is missing is an owner's answer to a practice system. */
    public boolean waiting() {
      return gates.stream()
          .filter(gate -> gate.gate().equals("practice-system") && !gate.open())
          .anyMatch(Gate::waits);
    }

    /** From when on a terminated agreement's data are deleted; null while the agreement runs. */
    public @Nullable Instant deleteFrom() {
      return gates.stream()
          .filter(gate -> gate.gate().equals("agreement"))
          .map(Gate::deleteFrom)
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(null);
    }
  }

  record Gate(
      String gate,
      boolean open,
      @Nullable Instant since,
      @Nullable Map<String, @Nullable Object> detail) {
    @Nullable Instant deleteFrom() {
      return detail != null && detail.get("deleteFrom") instanceof String at
          ? Instant.parse(at)
          : null;
    }

    boolean waits() {
      return detail != null
          && detail.get("waiting") instanceof Number waiting
          && waiting.intValue() > 0;
    }
  }

  record Clinic(
      UUID clinicId,
      String name,
      String cvr,
      @Nullable String region,
      @Nullable String network,
      List<Ydernummer> ydernumre) {
    Clinic {
      ydernumre = List.copyOf(Objects.requireNonNullElse(ydernumre, List.of()));
    }
  }

  record Ydernummer(String number, String speciality, @Nullable LocalDate validFrom) {}
}
