package dk.sentinel.api;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Writes action and outcome into the real table, until the room audit brings its own log. */
final class PlainAuditLogStore implements AuditLog {
  @Override
  public Mono<UUID> append(TenantTransaction transaction, AuditAct act) {
    UUID id = UUID.randomUUID();
    String entry = "{\"action\":\"%s\",\"outcome\":\"%s\"}".formatted(act.action(), act.outcome());
    return transaction
        .sql()
        .sql("insert into audit.entry values (:clinic, :id, now(), :canonical)")
        .bind("clinic", transaction.tenant().value())
        .bind("id", id)
        .bind("canonical", entry.getBytes(StandardCharsets.UTF_8))
        .then()
        .thenReturn(id);
  }
}
