package dk.sentinel.compliance.tenancy;

import org.springframework.r2dbc.core.DatabaseClient;

/**
 * An open transaction bound to one clinic. Holding one is the proof that a database act and its
 * audit entry commit together; it must not outlive the function it was given to.
 */
public final class TenantTransaction {
  private final DatabaseClient sql;
  private final ActContext act;
  private final CommitScript script;

  TenantTransaction(DatabaseClient sql, ActContext act, CommitScript script) {
    this.sql = sql;
    this.act = act;
    this.script = script;
  }

  /** Statements run inside the transaction, under the clinic's row-level security. */
  public DatabaseClient sql() {
    return sql;
  }

  /** For whom and by whom. */
  public ActContext act() {
    return act;
  }

  /** The same transaction, told of the same actor with more known about them. */
  public TenantTransaction by(Actor actor) {
    return new TenantTransaction(sql, act.by(actor), script);
  }

  /** The clinic the transaction is bound to. */
  public TenantId tenant() {
    return act.tenant();
  }

  /**
   * Calls a database procedure as the last thing before the commit, in the same message. If it
   * fails, nothing of the transaction commits, and the transaction ends with that error. Several
   * calls run in their order; statements of the transaction do not see what they did.
   *
   * @param procedure its name with its schema
   * @param arguments each a {@link java.util.UUID}, an {@link java.time.Instant} or a text
   * @throws IllegalArgumentException when an argument is nothing of these, or a text holds the
   *     character zero
   * @throws IllegalStateException when the transaction has ended
   */
  public void callAtCommit(String procedure, Object... arguments) {
    script.call(procedure, arguments);
  }
}
