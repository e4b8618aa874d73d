package dk.sentinel.compliance.ending;

import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Instant;
import reactor.core.publisher.Mono;

/**
 * The sealed certificates of the deletion of the clinic that a transaction is bound to, one for
 * each language. The first that is kept stays: whoever asks later gets the same file.
 */
public final class Certificates {
  private final CertificateStore store = new CertificateStore();

  /** The sealed certificate; empty when none was made yet. */
  public Mono<byte[]> sealed(TenantTransaction transaction, TextLanguage language) {
    return store.sealed(transaction, language);
  }

  /**
   * Keeps a sealed certificate unless there is one.
   *
   * @param at when it was sealed, the machine's time
   * @return the one that is kept
   */
  public Mono<byte[]> keep(
      TenantTransaction transaction, TextLanguage language, byte[] sealed, Instant at) {
    return store
        .keep(transaction, language, sealed, at)
        .then(Mono.defer(() -> store.sealed(transaction, language)));
  }
}
