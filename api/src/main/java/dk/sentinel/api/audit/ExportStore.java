package dk.sentinel.api.audit;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** How the clinic is named on what is taken along. */
final class ExportStore {
  Mono<ExportedLog.ExportedClinic> clinic(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql("select name, cvr from tenancy.clinic where clinic_id = :clinic")
        .bind("clinic", transaction.tenant().value())
        .map(row ->
            new ExportedLog.ExportedClinic(
                transaction.tenant().value(),
                Objects.requireNonNull(row.get("name", String.class)),
                Objects.requireNonNull(row.get("cvr", String.class))))
        .one();
  }
}
