package dk.sentinel.api.clinic;

import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.tenancy.TenantDirectory;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;

/** A ydernummer has one holder on any day: whoever is second is told which of theirs it is. */
final class YdernummerHeld {
  private YdernummerHeld() {}

  /** Whether any clinic holds it on any of its days. */
  static Mono<Boolean> isHeld(TenantDirectory directory, Ydernummer ydernummer) {
    return directory
        .holderWithin(ydernummer.number(), ydernummer.validFrom(), ydernummer.validTo())
        .hasElement();
  }

  /** The answer that names the places in the request. */
  static Problem problem(List<Integer> places) {
    return problemAt(places.stream().map(at -> "ydernumre[" + at + "].number").toList());
  }

  /** The answer that names fields of the request. */
  static Problem problemAt(List<String> fields) {
    return new Problem(
        "ydernummer-held",
        HttpStatus.CONFLICT,
        "Ydernummer held by another clinic",
        "A ydernummer named in errors has a holder on some of these days. Check the number and the"
            + " days. If it has moved to you, the earlier holder must end it first.",
        Map.of(
            "errors",
            fields.stream()
                .map(field -> new Problem.FieldError(field, "has a holder on some of these days"))
                .toList()));
  }
}
