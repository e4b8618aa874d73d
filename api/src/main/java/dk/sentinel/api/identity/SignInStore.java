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

  /**
   * Has the clinic's organization look for the person again: whoever got a role before the first
   * sign-in had no account then that it could have counted.
   */
  Mono<Void> wishToBeCounted(TenantTransaction transaction, Caller.Person person) {
    return transaction
        .sql()
        .sql(
            """
            update tenancy.organization set wish = wish + 1, wished_at = now(), next_try = now()
             where exists (select 1 from tenancy.member
               where person_id = :person and in_organization_since is null)
            """)
        .bind("person", person.id())
        .then();
  }
}
