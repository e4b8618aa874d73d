package dk.sentinel.api.people;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** Who may do what in the clinic that a transaction is bound to, for the other rooms of the API. */
public final class Members {
  private final MemberStore store = new MemberStore();

  /** Makes a person the owner of a clinic that is being created; its creation is the record. */
  public Mono<Void> firstOwner(
      TenantTransaction transaction, String professionalId, String name, Instant now) {
    return store
        .give(transaction, new MemberStore.Member(professionalId, name, "owner", now, null))
        .then();
  }
}
