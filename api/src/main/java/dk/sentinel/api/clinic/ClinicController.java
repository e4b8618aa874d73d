package dk.sentinel.api.clinic;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;
import static dk.sentinel.api.identity.ClinicRole.PHYSIOTHERAPIST;

import dk.sentinel.api.identity.ClinicRole;
import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.Fields;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** One clinic, for its own people. */
@RestController
@RequestMapping("/clinics/{clinicId}")
final class ClinicController {
  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final ClinicGates gates;
  private final Clock clock;
  private final ClinicStore store = new ClinicStore();

  ClinicController(
      TenantTransactions transactions, AuditLog audit, ClinicGates gates, Clock clock) {
    this.transactions = transactions;
    this.audit = audit;
    this.gates = gates;
    this.clock = clock;
  }

  @GetMapping
  @ForClinic({OWNER, PHYSIOTHERAPIST, AUDITOR})
  Mono<ClinicView> clinic() {
    return transactions.inTransaction(transaction ->
        store
            .clinic(transaction)
            .flatMap(clinic ->
                store.ydernumre(transaction).map(numbers -> new ClinicView(clinic, numbers))));
  }

  @GetMapping("/gates")
  @ForClinic({OWNER, PHYSIOTHERAPIST, AUDITOR})
  Mono<ClinicGates.View> gates() {
    return transactions.inTransaction(gates::view);
  }

  @GetMapping("/members")
  @ForClinic({OWNER, AUDITOR})
  Mono<List<ClinicStore.Member>> members() {
    return transactions.inTransaction(store::members);
  }

  @PostMapping("/members")
  @ForClinic(OWNER)
  Mono<ResponseEntity<MemberRequest>> addMember(@RequestBody MemberRequest member) {
    Fields fields = new Fields();
    String person =
        fields.matching(
            "professionalId", member.professionalId, NewClinic.PERSON, NewClinic.PERSON_RULE);
    String name = fields.text("name", member.name, 200);
    String role = member.role == null ? "" : member.role;
    fields.require(
        ClinicRole.of(role).isPresent(), "role", "must be owner, physiotherapist or auditor");
    fields.refuseIfBroken();
    return transactions
        .inTransaction(transaction -> added(transaction, person, name, role))
        .map(isNew ->
            ResponseEntity.status(isNew ? HttpStatus.CREATED : HttpStatus.OK).body(member));
  }

  private Mono<Boolean> added(
      TenantTransaction transaction, String person, String name, String role) {
    return store
        .addMember(transaction, person, name, role, clock.instant())
        .flatMap(isNew ->
            isNew
                ? audit
                    .append(transaction, new ClinicAct.MemberAdded(person, role))
                    .thenReturn(true)
                : Mono.just(false));
  }

  record MemberRequest(
      @Nullable String professionalId, @Nullable String name, @Nullable String role) {}

  record ClinicView(
      UUID clinicId,
      String name,
      String cvr,
      String region,
      @Nullable String network,
      List<ClinicStore.Ydernummer> ydernumre) {
    ClinicView(ClinicStore.Clinic clinic, List<ClinicStore.Ydernummer> ydernumre) {
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
