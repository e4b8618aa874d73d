package dk.sentinel.compliance.agreement.seal;

import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * The signatures of the clinic that a transaction is bound to, with their seals. Every look here is
 * recorded in that transaction.
 */
public final class Seals {
  private final SealStore store = new SealStore();
  private final AuditLog audit;

  /** Records in this log. */
  public Seals(AuditLog audit) {
    this.audit = audit;
  }

  /** All signatures, the newest first, sealed or not. */
  public Mono<List<SignatureState>> signatures(TenantTransaction transaction) {
    return store
        .signatures(transaction)
        .collectList()
        .flatMap(
            found -> audit.append(transaction, new SealAct.Listed(found.size())).thenReturn(found));
  }

  /** The signature with this id; empty when the clinic has none. Not recorded. */
  public Mono<SignatureState> signature(TenantTransaction transaction, UUID signature) {
    return store.signature(transaction, signature);
  }

  /**
   * The sealed document of a signature; empty while it is not sealed.
   *
   * @param form what the reader gets of it: {@code document} or {@code evidence}
   */
  public Mono<Sealed> fetch(TenantTransaction transaction, UUID signature, String form) {
    return store
        .sealed(transaction, signature)
        .flatMap(sealed ->
            audit.append(transaction, new SealAct.Fetched(signature, form)).thenReturn(sealed));
  }

  /** The bytes that were signed, for the evidence; recorded with it. */
  public Mono<Bytes> signed(TenantTransaction transaction, UUID signature) {
    return store.signed(transaction, signature);
  }
}
