package dk.sentinel.api.clinic;

import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.Fields;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.DatabaseFault;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** An owner says which ydernumre the clinic holds and until when; none is ever taken back. */
@RestController
@RequestMapping("/clinics/{clinicId}/ydernumre")
final class YdernummerController {
  private static final Problem UNKNOWN =
      Problem.of(
          "ydernummer-not-found",
          HttpStatus.NOT_FOUND,
          "No such ydernummer",
          "The clinic holds no ydernummer of this number from this day; see GET"
              + " /clinics/{clinicId}.");

  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final ClinicStore store = new ClinicStore();

  YdernummerController(TenantTransactions transactions, AuditLog audit) {
    this.transactions = transactions;
    this.audit = audit;
  }

  @PostMapping
  @ForClinic(OWNER)
  Mono<ResponseEntity<Ydernummer>> add(@RequestBody Ydernummer.Request request) {
    Fields fields = new Fields();
    Ydernummer wanted = Ydernummer.of(fields, "", request);
    fields.refuseIfBroken();
    return transactions
        .inTransaction(transaction ->
            store
                .add(transaction, wanted)
                .then(
                    Mono.defer(
                        () -> audit.append(transaction, new ClinicAct.YdernummerAdded(wanted)))))
        .thenReturn(ResponseEntity.status(HttpStatus.CREATED).body(wanted))
        .onErrorMap(DatabaseFault::isDuplicate, held -> held("number"));
  }

  @PutMapping("/{number}/{validFrom}")
  @ForClinic(OWNER)
  Mono<ResponseEntity<Void>> end(
      @PathVariable String number, @PathVariable String validFrom, @RequestBody Period request) {
    Fields path = new Fields();
    LocalDate from = Ydernummer.day(path, "validFrom", validFrom);
    if (path.areBroken()) {
      throw UNKNOWN.asException();
    }
    Fields fields = new Fields();
    LocalDate to =
        request.validTo == null ? null : Ydernummer.day(fields, "validTo", request.validTo);
    fields.require(to == null || !to.isBefore(from), "validTo", "must not be before validFrom");
    fields.refuseIfBroken();
    return transactions
        .inTransaction(transaction ->
            store
                .end(transaction, number, from, to)
                .filter(held -> held)
                .flatMap(held ->
                    audit
                        .append(transaction, new ClinicAct.YdernummerEnded(number, from, to))
                        .thenReturn(held)))
        .switchIfEmpty(Mono.error(UNKNOWN.asException()))
        .thenReturn(ResponseEntity.noContent().<Void>build())
        .onErrorMap(DatabaseFault::isDuplicate, held -> held("validTo"));
  }

  private static Throwable held(String field) {
    return YdernummerHeld.problemAt(List.of(field)).asException();
  }

  /**
   * Until when the clinic holds it.
   *
   * @param validTo the last day; null when no end is known
   */
  record Period(@Nullable String validTo) {}
}
