package dk.sentinel.portal.people;

import dk.sentinel.portal.upstream.Api;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.core.ParameterizedTypeReference;
import reactor.core.publisher.Mono;

/** The clinic's ydernumre, to choose from. */
record Numbers(List<Ydernummer> ydernumre) {
  private static final ParameterizedTypeReference<Numbers> TYPE =
      new ParameterizedTypeReference<>() {};

  Numbers {
    ydernumre = List.copyOf(Objects.requireNonNullElse(ydernumre, List.of()));
  }

  record Ydernummer(String number) {}

  /** Each once, in order. */
  static Mono<List<String>> of(Api api, UUID clinicId) {
    return api.get(TYPE, "/clinics/{id}", clinicId)
        .map(clinic ->
            clinic.ydernumre().stream().map(Ydernummer::number).distinct().sorted().toList());
  }
}
