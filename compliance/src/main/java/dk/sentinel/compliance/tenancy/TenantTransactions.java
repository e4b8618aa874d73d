package dk.sentinel.compliance.tenancy;

import io.r2dbc.spi.ConnectionFactory;
import java.util.function.Function;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * The only opener of transactions on clinics' data.
 *
 * <p>The clinic comes from the Reactor context ({@link ActContext}); without one the result is a
 * {@link NoTenantException}. It is bound, with the scope of the act, with {@code set_config(…,
 * true)}, so that it ends with the transaction and a pooled connection carries nothing to its next
 * user. What the function returns is durable when the Mono completes; an error or a cancellation
 * rolls everything back. A transaction inside another is an error: it would be the same one, under
 * another name.
 */
public final class TenantTransactions {
  private final DatabaseClient sql;
  private final TransactionalOperator operator;

  /**
   * Opens transactions on connections of the application role.
   *
   * @param connections logs in as {@code sentinel_app}: neither owner nor BYPASSRLS
   */
  public TenantTransactions(ConnectionFactory connections) {
    TenantConnections ofClinics = new TenantConnections(connections);
    this.sql = DatabaseClient.create(ofClinics);
    this.operator = TransactionalOperator.create(new R2dbcTransactionManager(ofClinics));
  }

  /** Runs the work in one transaction for the clinic in context and commits it. */
  public <T> Mono<T> inTransaction(Function<TenantTransaction, Mono<T>> work) {
    return ActContext.current().flatMap(act -> inTransaction(act, work));
  }

  /** As {@link #inTransaction(Function)}, for a clinic named here rather than by the context. */
  public <T> Mono<T> inTransaction(ActContext act, Function<TenantTransaction, Mono<T>> work) {
    return Mono.deferContextual(view -> {
      if (view.hasKey(CommitScript.class)) {
        return Mono.error(new IllegalStateException("a transaction inside a transaction"));
      }
      CommitScript script = new CommitScript(act.tenant(), act.scope());
      return Mono.defer(() -> work.apply(new TenantTransaction(sql, act, script)))
          .as(operator::transactional)
          .contextWrite(act.write().put(CommitScript.class, script));
    });
  }
}
