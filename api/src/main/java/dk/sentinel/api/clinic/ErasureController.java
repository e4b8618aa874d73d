package dk.sentinel.api.clinic;

import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.Fields;
import dk.sentinel.compliance.privacy.Subjects;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * A person's right to be forgotten: the owner has the person's key destroyed. The answer is the
 * same whether the clinic knew the person or not, so that nobody learns from it who was a patient.
 */
@RestController
final class ErasureController {
  private static final Pattern NUMBER =
      Pattern.compile("[0-9]{6}-?[0-9]{4}|[0-9]{6}-?[17][A-Z]{2}[0-9]");

  private final TenantTransactions transactions;
  private final Subjects subjects;

  ErasureController(TenantTransactions transactions, Subjects subjects) {
    this.transactions = transactions;
    this.subjects = subjects;
  }

  /** The number comes in the body, so that no address ever holds one. */
  @PostMapping("/clinics/{clinicId}/persons/erase")
  @ForClinic(OWNER)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  Mono<Void> erase(@RequestBody Person person) {
    Fields fields = new Fields();
    String number =
        fields.matching(
            "cpr",
            person.cpr() == null ? null : person.cpr().strip(),
            NUMBER,
            "must be a CPR number: DDMMYY and four more digits");
    fields.refuseIfBroken();
    return transactions
        .inTransaction(transaction -> subjects.erase(transaction, number.replace("-", "")))
        .then();
  }

  /** Whom it concerns. Never printed. */
  record Person(@Nullable String cpr) {
    @Override
    public String toString() {
      return "a person";
    }
  }
}
