package dk.sentinel.api.agreement;

import dk.sentinel.compliance.agreement.PowerOfAttorney;
import dk.sentinel.compliance.agreement.PowersOfAttorney;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A power of attorney as its clinic and the operator see it.
 *
 * @param powerId its id
 * @param sha256 hash of the file
 * @param size of the file in bytes
 * @param holders names of those who may sign
 * @param until the last day on which they may
 * @param by who uploaded it
 * @param uploadedAt when
 * @param state waiting, in-force, rejected, withdrawn or expired
 * @param approvals how many of the operator's people have approved it
 * @param signers how many of the holders must sign; null before anybody has said so
 * @param reason why it was refused; null when it was not
 */
record PowerView(
    UUID powerId,
    String sha256,
    int size,
    List<String> holders,
    LocalDate until,
    String by,
    Instant uploadedAt,
    String state,
    long approvals,
    @Nullable Integer signers,
    @Nullable String reason) {

  static PowerView of(PowerOfAttorney power, LocalDate today) {
    return new PowerView(
        power.id(),
        power.sha256().hex(),
        power.size(),
        power.holders().stream().map(PowerOfAttorney.Holder::name).toList(),
        power.until(),
        power.by(),
        power.at(),
        PowersOfAttorney.code(power.state(today)),
        power.approvals(),
        power.approvals() == 0 ? null : power.signers(),
        reason(power));
  }

  private static @Nullable String reason(PowerOfAttorney power) {
    for (PowerOfAttorney.Step step : power.steps()) {
      if (step.reason() != null) {
        return PowersOfAttorney.code(step.reason());
      }
    }
    return null;
  }
}
