package dk.sentinel.api.identity;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** Which sessions are already on record. */
final class SignInStore {
  /**
   * Whether the session is new to the clinic the transaction is bound to; it is known after this.
   */
  Mono<Boolean> isNew(TenantTransaction transaction, Caller.Person person, Instant now) {
    return transaction
        .sql()
        .sql(
            """
            insert into tenancy.sign_in (clinic_id, session_id, person_id, at)
            values (:clinic, :session, :person, :now) on conflict do nothing
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("session", person.session())
        .bind("person", person.id())
        .bind("now", now)
        .fetch()
        .rowsUpdated()
        .map(rows -> rows == 1);
  }
}
