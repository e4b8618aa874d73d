package dk.sentinel.api.clinic;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.privacy.Deviations;
import dk.sentinel.compliance.privacy.GateCalendar;
import dk.sentinel.compliance.privacy.Instruction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * What was refused because the clinic's instruction does not allow it, day by day for a year: what
 * the owner goes through, and the auditor for the days that he was given.
 */
@RestController
@RequestMapping("/clinics/{clinicId}/deviations")
final class DeviationController {
  /** More groups than a reader goes through. */
  private static final int MOST = 500;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

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
  Mono<DeviationsView> deviations(@RequestParam(required = false) @Nullable String limit) {
    int most = most(limit);
    LocalDate from =
        LocalDate.ofInstant(clock.instant(), GateCalendar.DENMARK).minusYears(1).plusDays(1);
    Instant moment = from.atStartOfDay(GateCalendar.DENMARK).toInstant();
    return transactions
        .inTransaction(
            transaction -> instruction.deviations(transaction, moment, most).collectList())
        .map(found -> new DeviationsView(from, found.stream().map(DeviationView::of).toList()));
  }

  private static int most(@Nullable String limit) {
    if (limit == null) {
      return MOST;
    }
    int most = NUMBER.matcher(limit).matches() ? Integer.parseInt(limit) : 0;
    if (most < 1 || most > MOST) {
      throw Problem.invalid("limit", "must be a number from 1 to " + MOST).asException();
    }
    return most;
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
