package dk.sentinel.api.clinic;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.compliance.privacy.Deviations;
import dk.sentinel.compliance.privacy.GateCalendar;
import dk.sentinel.compliance.privacy.Instruction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * What was refused because the clinic's instruction does not allow it, day by day for a year: what
 * the owner goes through, and the auditor for the days that he was given.
 */
@RestController
@RequestMapping("/clinics/{clinicId}/deviations")
final class DeviationController {
  private final TenantTransactions transactions;
  private final Instruction instruction;
  private final Clock clock;

  DeviationController(TenantTransactions transactions, Instruction instruction, Clock clock) {
    this.transactions = transactions;
    this.instruction = instruction;
    this.clock = clock;
  }

  @GetMapping
  @ForClinic({OWNER, AUDITOR})
  Mono<DeviationsView> deviations() {
    LocalDate from =
        LocalDate.ofInstant(clock.instant(), GateCalendar.DENMARK).minusYears(1).plusDays(1);
    Instant moment = from.atStartOfDay(GateCalendar.DENMARK).toInstant();
    return transactions
        .inTransaction(transaction -> instruction.deviations(transaction, moment).collectList())
        .map(found -> new DeviationsView(from, found.stream().map(DeviationView::of).toList()));
  }

  record DeviationsView(LocalDate from, List<DeviationView> deviations) {}

  record DeviationView(
      LocalDate day,
      String act,
      String project,
      String reason,
      @Nullable String systemId,
      @Nullable String systemName,
      long times,
      long entries,
      Instant last) {
    static DeviationView of(Deviations one) {
      return new DeviationView(
          one.day(),
          one.act(),
          one.project(),
          one.reason(),
          one.systemId(),
          one.systemName(),
          one.times(),
          one.entries(),
          one.last());
    }
  }
}
