package dk.sentinel.compliance.tenancy;

import org.springframework.r2dbc.core.DatabaseClient;

/**
 * An open transaction bound to one clinic. Holding one is the proof that a database act and its
 * audit entry commit together; it must not outlive the function it was given to.
 *
 * @param sql statements run inside the transaction, under the clinic's row-level security
 * @param act for whom and by whom
 */
public record TenantTransaction(DatabaseClient sql, ActContext act) {
  /** The clinic the transaction is bound to. */
  public TenantId tenant() {
    return act.tenant();
  }
}
