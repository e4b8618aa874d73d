package dk.sentinel.infra.bench;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Writes nothing: what an act costs without its entry. */
final class SilentLog implements AuditLog {
  private static final UUID NONE = new UUID(0, 0);

  @Override
  public Mono<UUID> append(TenantTransaction transaction, AuditAct act) {
    return Mono.just(NONE);
  }

  @Override
  public Mono<Void> appendAll(TenantTransaction transaction, List<? extends AuditAct> acts) {
    return Mono.empty();
  }
}
