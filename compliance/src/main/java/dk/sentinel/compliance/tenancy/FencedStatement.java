package dk.sentinel.compliance.tenancy;

import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import org.reactivestreams.Publisher;

/** A statement that is not sent when the transaction of its connection has ended. */
final class FencedStatement implements Statement {
  private final Statement statement;
  private final Fence fence;

  FencedStatement(Statement statement, Fence fence) {
    this.statement = statement;
    this.fence = fence;
  }

  @Override
  public Publisher<? extends Result> execute() {
    return fence.unlessEnded(statement.execute());
  }

  @Override
  public Statement add() {
    statement.add();
    return this;
  }

  @Override
  public Statement bind(int index, Object value) {
    statement.bind(index, value);
    return this;
  }

  @Override
  public Statement bind(String name, Object value) {
    statement.bind(name, value);
    return this;
  }

  @Override
  public Statement bindNull(int index, Class<?> type) {
    statement.bindNull(index, type);
    return this;
  }

  @Override
  public Statement bindNull(String name, Class<?> type) {
    statement.bindNull(name, type);
    return this;
  }

  @Override
  public Statement fetchSize(int rows) {
    statement.fetchSize(rows);
    return this;
  }

  @Override
  public Statement returnGeneratedValues(String... columns) {
    statement.returnGeneratedValues(columns);
    return this;
  }
}
