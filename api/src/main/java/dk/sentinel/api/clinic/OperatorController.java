package dk.sentinel.api.clinic;

import dk.sentinel.api.identity.Caller;
import dk.sentinel.api.identity.ForPlatform;
import dk.sentinel.api.identity.PlatformRole;
import dk.sentinel.api.identity.RequestOrigin;
import dk.sentinel.compliance.agreement.Asks;
import dk.sentinel.compliance.agreement.Objections;
import dk.sentinel.compliance.agreement.Standpoint;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantDirectory;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** All clinics, for the operator: who they are and which gate holds them up; no patient data. */
@RestController
@RequestMapping("/clinics")
final class OperatorController {
  private final TenantDirectory directory;
  private final TenantTransactions transactions;
  private final ClinicGates gates;
  private final Objections objections;

  OperatorController(
      TenantDirectory directory,
      TenantTransactions transactions,
      ClinicGates gates,
      Objections objections) {
    this.objections = objections;
    this.directory = directory;
    this.transactions = transactions;
    this.gates = gates;
  }

  @GetMapping
  @ForPlatform(PlatformRole.OPERATOR)
  Mono<List<Overview>> clinics(
      @AuthenticationPrincipal Caller.Person person, ServerWebExchange exchange) {
    ActContext act = RequestOrigin.act(exchange, TenantId.PLATFORM, person.as("operator"));
    return directory
        .allClinics()
        .concatMap(clinic -> overview(clinic, act.in(clinic.id())))
        .collectList();
  }

  private Mono<Overview> overview(TenantDirectory.Clinic clinic, ActContext act) {
    return transactions
        .inTransaction(
            act, transaction -> gates.view(transaction).zipWith(objections.standpoint(transaction)))
        .map(both ->
            new Overview(
                clinic.id().value(),
                clinic.name(),
                clinic.cvr(),
                clinic.region(),
                clinic.network(),
                both.getT1().gates().stream()
                    .map(gate -> new GateSummary(gate.gate(), gate.open()))
                    .toList(),
                Agreement.of(both.getT2()),
                both.getT1().gates().stream()
                    .map(gate -> gate.detail().get("ending"))
                    .filter(Objects::nonNull)
                    .map(Object::toString)
                    .findFirst()
                    .orElse(null)));
  }

  record GateSummary(String gate, boolean open) {}

  record Overview(
      UUID clinicId,
      String name,
      String cvr,
      String region,
      @Nullable String network,
      List<GateSummary> gates,
      Agreement agreement,
      @Nullable String ending) {}

  /** How far the clinic is with the versions of the agreement. */
  record Agreement(@Nullable Integer signed, String asked, boolean objected) {
    static Agreement of(Standpoint standpoint) {
      return new Agreement(
          standpoint.signed(),
          standpoint.signed() == null
              ? Asks.SIGNATURE.code()
              : standpoint.asked().map(Asks::code).orElse("nothing"),
          !standpoint.objected().isEmpty());
    }
  }
}
