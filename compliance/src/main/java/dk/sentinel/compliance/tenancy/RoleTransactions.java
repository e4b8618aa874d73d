package dk.sentinel.compliance.tenancy;

import io.r2dbc.spi.ConnectionFactory;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import reactor.core.publisher.Mono;

/**
 * Transactions of a database role that works for all clinics at once, such as the sequencer's: what
 * it may see and change, its grants and policies say. The work is durable when the Mono completes;
 * an error or a cancellation, whenever it comes, rolls everything back.
 */
public final class RoleTransactions {
  private final DatabaseClient sql;
  private final TransactionalOperator joining;
  private final TransactionalOperator apart;

  /**
   * Opens transactions on connections of one role.
   *
   * @param connections logs in as that role: neither owner nor BYPASSRLS
   */
  public RoleTransactions(ConnectionFactory connections) {
    FencedConnections fenced = new FencedConnections(connections);
    R2dbcTransactionManager manager = new R2dbcTransactionManager(fenced);
    DefaultTransactionDefinition own = new DefaultTransactionDefinition();
    own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    this.sql = DatabaseClient.create(fenced);
    this.joining = TransactionalOperator.create(manager);
    this.apart = TransactionalOperator.create(manager, own);
  }

  /** Runs statements: in the transaction that they are subscribed to in, else each by itself. */
  public DatabaseClient sql() {
    return sql;
  }

  /** Runs the work in the transaction around it, or in a new one when there is none. */
  public <T> Mono<T> inTransaction(Mono<T> work) {
    return work.as(joining::transactional);
  }

  /** Runs the work in a transaction of its own, which commits whatever becomes of one around it. */
  public <T> Mono<T> apart(Mono<T> work) {
    return work.as(apart::transactional);
  }
}
