package dk.sentinel.api.audit;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * The names of the clinic's people and of the platform's auditors: entries hold ids only, a name is
 * added where one reads.
 */
final class MemberNameStore {
  Mono<Map<String, String>> names(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            """
            select person_id, name from tenancy.platform_auditor
            union
            select person_id, name from tenancy.member where clinic_id = :clinic
            """)
        .bind("clinic", transaction.tenant().value())
        .map(row ->
            Map.entry(
                Objects.requireNonNull(row.get("person_id", String.class)),
                Objects.requireNonNull(row.get("name", String.class))))
        .all()
        .collectMap(Map.Entry::getKey, Map.Entry::getValue);
  }
}
