package dk.sentinel.api.clinic;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;
import static dk.sentinel.api.identity.ClinicRole.PHYSIOTHERAPIST;
import static dk.sentinel.api.identity.ClinicRole.SECRETARY;

import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** One clinic, for its own people. */
@RestController
@RequestMapping("/clinics/{clinicId}")
final class ClinicController {
  private final TenantTransactions transactions;
  private final ClinicGates gates;
  private final ClinicStore store = new ClinicStore();

  ClinicController(TenantTransactions transactions, ClinicGates gates) {
    this.transactions = transactions;
    this.gates = gates;
  }

  @GetMapping
  @ForClinic({OWNER, PHYSIOTHERAPIST, SECRETARY, AUDITOR})
  Mono<ClinicView> clinic() {
    return transactions.inTransaction(transaction ->
        store
            .clinic(transaction)
            .flatMap(clinic ->
                store.ydernumre(transaction).map(numbers -> new ClinicView(clinic, numbers))));
  }

  @GetMapping("/gates")
  @ForClinic({OWNER, PHYSIOTHERAPIST, SECRETARY, AUDITOR})
  Mono<ClinicGates.View> gates() {
    return transactions.inTransaction(gates::view);
  }

  record ClinicView(
      UUID clinicId,
      String name,
      String cvr,
      String region,
      @Nullable String network,
      List<Ydernummer> ydernumre) {
    ClinicView(ClinicStore.Clinic clinic, List<Ydernummer> ydernumre) {
      this(
          clinic.clinicId(),
          clinic.name(),
          clinic.cvr(),
          clinic.region(),
          clinic.network(),
          ydernumre);
    }
  }
}
