package dk.sentinel.compliance.tenancy;

import io.r2dbc.spi.Batch;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionMetadata;
import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import io.r2dbc.spi.TransactionDefinition;
import io.r2dbc.spi.ValidationDepth;
import io.r2dbc.spi.Wrapped;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A connection for one transaction of one clinic. Begins and binds the clinic in one message, and
 * sends what is to commit with the transaction together with the commit in another: a statement
 * that fails there leaves nothing behind, because what follows it in the message is not executed.
 *
 * <p>Given back with a transaction still open, it is rolled back first, so that the pool's next
 * user never inherits a clinic; when that fails, it is not used again.
 */
final class TenantConnection implements Connection {
  private final Connection connection;
  private final CommitScript script;
  private volatile boolean open;

  TenantConnection(Connection connection, CommitScript script) {
    this.connection = connection;
    this.script = script;
  }

  @Override
  public Publisher<Void> beginTransaction() {
    return Mono.defer(() -> {
      open = true;
      Scope scope = script.scope();
      return run(
          "begin; select "
              + local("sentinel.clinic", script.tenant().toString())
              + ", "
              + local("sentinel.ydernumre", scope.ydernumreSetting())
              + ", "
              + local("sentinel.log_begins", scope.logBeginsSetting())
              + ", "
              + local("sentinel.log_ends", scope.logEndsSetting()));
    });
  }

  /** As {@link #beginTransaction()}: every transaction has the database's own isolation level. */
  @Override
  public Publisher<Void> beginTransaction(TransactionDefinition definition) {
    return beginTransaction();
  }

  @Override
  public Publisher<Void> commitTransaction() {
    return Mono.defer(
            () -> {
              String calls = script.end();
              return calls.isEmpty()
                  ? Mono.from(connection.commitTransaction())
                  : run(calls + "commit");
            })
        .doOnSuccess(done -> open = false);
  }

  @Override
  public Publisher<Void> rollbackTransaction() {
    return Mono.defer(
            () -> {
              script.end();
              return Mono.from(connection.rollbackTransaction());
            })
        .doOnSuccess(done -> open = false);
  }

  @Override
  public Publisher<Void> close() {
    return Mono.defer(() ->
        open
            ? Mono.from(rollbackTransaction())
                .onErrorResume(broken -> discarded())
                .then(Mono.defer(() -> Mono.from(connection.close())))
            : Mono.from(connection.close()));
  }

  /**
   * A connection that cannot roll back is closed for good: given back to its pool it would be lost
   * to it, or carry what it has to its next user. The pool makes another.
   */
  private Mono<Void> discarded() {
    return connection instanceof Wrapped<?> pooled && pooled.unwrap() instanceof Connection real
        ? Mono.from(real.close()).onErrorComplete()
        : Mono.empty();
  }

  /** Ends with the transaction. The values are ids, numbers and moments: none needs escaping. */
  private static String local(String setting, String value) {
    return "set_config('" + setting + "', '" + value + "', true)";
  }

  private Mono<Void> run(String statements) {
    return Flux.from(connection.createStatement(statements).execute())
        .concatMap(Result::getRowsUpdated)
        .then();
  }

  @Override
  public Batch createBatch() {
    return connection.createBatch();
  }

  @Override
  public Statement createStatement(String sql) {
    return connection.createStatement(sql);
  }

  @Override
  public Publisher<Void> createSavepoint(String name) {
    return connection.createSavepoint(name);
  }

  @Override
  public Publisher<Void> releaseSavepoint(String name) {
    return connection.releaseSavepoint(name);
  }

  @Override
  public Publisher<Void> rollbackTransactionToSavepoint(String name) {
    return connection.rollbackTransactionToSavepoint(name);
  }

  @Override
  public boolean isAutoCommit() {
    return connection.isAutoCommit();
  }

  @Override
  public ConnectionMetadata getMetadata() {
    return connection.getMetadata();
  }

  @Override
  public IsolationLevel getTransactionIsolationLevel() {
    return connection.getTransactionIsolationLevel();
  }

  @Override
  public Publisher<Void> setAutoCommit(boolean autoCommit) {
    return connection.setAutoCommit(autoCommit);
  }

  @Override
  public Publisher<Void> setLockWaitTimeout(Duration timeout) {
    return connection.setLockWaitTimeout(timeout);
  }

  @Override
  public Publisher<Void> setStatementTimeout(Duration timeout) {
    return connection.setStatementTimeout(timeout);
  }

  @Override
  public Publisher<Void> setTransactionIsolationLevel(IsolationLevel isolationLevel) {
    return connection.setTransactionIsolationLevel(isolationLevel);
  }

  @Override
  public Publisher<Boolean> validate(ValidationDepth depth) {
    return connection.validate(depth);
  }
}
