package dk.sentinel.api.problem;

import java.util.Map;
import org.springframework.http.HttpStatus;

/** A gate must be opened before the act that was asked for. */
public final class ClosedGate {
  private ClosedGate() {}

  /** The problem that names the gate. */
  public static Problem of(String gate) {
    return new Problem(
        "gate-closed",
        HttpStatus.CONFLICT,
        "An earlier gate is closed",
        "Open the gate named in gate first; GET /clinics/{clinicId}/gates tells how far you are.",
        Map.of("gate", gate));
  }
}
