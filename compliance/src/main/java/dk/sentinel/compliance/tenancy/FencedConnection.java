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
 * A connection for one transaction, from the pool and back: when the transaction has ended, or the
 * connection is given back, no statement of it is sent any more ({@link Fence}).
 *
 * <p>Given back with a transaction still open, it is rolled back first, so that the pool's next
 * user never inherits anything; when that fails, it is not used again. The rollback is always sent:
 * what the driver knows of the transaction is as old as the server's last answer.
 */
class FencedConnection implements Connection {
  private final Connection connection;
  private final Fence fence = new Fence();
  private volatile boolean open;
  private volatile boolean givenBack;

  FencedConnection(Connection connection) {
    this.connection = connection;
  }

  @Override
  public Publisher<Void> beginTransaction() {
    return begin("begin");
  }

  /** As {@link #beginTransaction()}: every transaction has the database's own isolation level. */
  @Override
  public final Publisher<Void> beginTransaction(TransactionDefinition definition) {
    return beginTransaction();
  }

  /** Begins with these statements, the first of which is {@code begin}. */
  final Mono<Void> begin(String statements) {
    return Mono.defer(() -> {
      open = true;
      return done(fence.unlessEnded(connection.createStatement(statements).execute()));
    });
  }

  @Override
  public Publisher<Void> commitTransaction() {
    return Mono.defer(() -> commit(""));
  }

  /** Executes the calls and commits, in one message when there are calls. */
  final Mono<Void> commit(String calls) {
    end();
    Mono<Void> commit =
        calls.isEmpty()
            ? Mono.from(connection.commitTransaction())
            : done(connection.createStatement(calls + "commit").execute());
    return commit.doOnSuccess(committed -> open = false);
  }

  @Override
  public final Publisher<Void> rollbackTransaction() {
    return Mono.defer(() -> {
      end();
      return givenBack ? Mono.empty() : rolledBack();
    });
  }

  private void end() {
    fence.end();
    ended();
  }

  /** The transaction has ended, whichever way. Called again for each of them that follows. */
  void ended() {}

  private Mono<Void> rolledBack() {
    return done(connection.createStatement("rollback").execute())
        .doOnSuccess(rolledBack -> open = false);
  }

  @Override
  public final Publisher<Void> close() {
    return Mono.defer(() -> {
      end();
      givenBack = true;
      return open
          ? rolledBack()
              .onErrorResume(broken -> discarded())
              .then(Mono.defer(() -> Mono.from(connection.close())))
          : Mono.from(connection.close());
    });
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

  private static Mono<Void> done(Publisher<? extends Result> statements) {
    return Flux.from(statements).concatMap(Result::getRowsUpdated).then();
  }

  @Override
  public final Statement createStatement(String sql) {
    return new FencedStatement(connection.createStatement(sql), fence);
  }

  /** Refused: nothing needs it, and it would be one more way to send. */
  @Override
  public final Batch createBatch() {
    throw new UnsupportedOperationException("statements are sent one by one");
  }

  @Override
  public final Publisher<Void> createSavepoint(String name) {
    return Mono.error(new UnsupportedOperationException("a transaction is whole or nothing"));
  }

  @Override
  public final Publisher<Void> releaseSavepoint(String name) {
    return Mono.error(new UnsupportedOperationException("a transaction is whole or nothing"));
  }

  @Override
  public final Publisher<Void> rollbackTransactionToSavepoint(String name) {
    return Mono.error(new UnsupportedOperationException("a transaction is whole or nothing"));
  }

  @Override
  public final boolean isAutoCommit() {
    return !open;
  }

  /** Refused: to the driver it means to commit, which nothing but the commit may do. */
  @Override
  public final Publisher<Void> setAutoCommit(boolean autoCommit) {
    return Mono.error(new UnsupportedOperationException("a transaction begins and commits"));
  }

  @Override
  public final ConnectionMetadata getMetadata() {
    return connection.getMetadata();
  }

  @Override
  public final IsolationLevel getTransactionIsolationLevel() {
    return connection.getTransactionIsolationLevel();
  }

  @Override
  public final Publisher<Void> setLockWaitTimeout(Duration timeout) {
    return fence.unlessEnded(connection.setLockWaitTimeout(timeout));
  }

  @Override
  public final Publisher<Void> setStatementTimeout(Duration timeout) {
    return fence.unlessEnded(connection.setStatementTimeout(timeout));
  }

  @Override
  public final Publisher<Void> setTransactionIsolationLevel(IsolationLevel isolationLevel) {
    return fence.unlessEnded(connection.setTransactionIsolationLevel(isolationLevel));
  }

  @Override
  public final Publisher<Boolean> validate(ValidationDepth depth) {
    return fence.unlessEnded(connection.validate(depth));
  }
}
