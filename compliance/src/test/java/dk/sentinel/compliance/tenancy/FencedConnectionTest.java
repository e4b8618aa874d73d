package dk.sentinel.compliance.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dk.sentinel.infra.testing.TestDatabase;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Result;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Promises 3 and 5: what belongs to a transaction is executed in it or never. */
final class FencedConnectionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TestDatabase database = TestDatabase.migrated("compliance");
  private ConnectionPool one;
  private FencedConnections fenced;

  @BeforeEach
  void connect() throws SQLException {
    try (java.sql.Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute("create table public.written (number int)");
      statement.execute("grant insert on public.written to sentinel_app");
    }
    one =
        new ConnectionPool(
            ConnectionPoolConfiguration.builder(database.reactiveAs("app")).maxSize(1).build());
    fenced = new FencedConnections(one);
  }

  @AfterEach
  void disconnect() {
    one.dispose();
    database.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_statement_is_refused_once_its_transaction_has_ended(boolean commits) throws SQLException {
    Connection connection = connection();
    Mono<Void> insert = insert(connection);
    run(connection.beginTransaction());
    insert.block(PATIENCE);
    run(commits ? connection.commitTransaction() : connection.rollbackTransaction());
    refused(insert);
    run(connection.close());
    refused(insert);
    assertThat(written()).isEqualTo(commits ? 1 : 0);
  }

  @Test
  void outside_a_transaction_a_statement_is_refused_once_its_connection_was_given_back()
      throws SQLException {
    Connection connection = connection();
    Mono<Void> insert = insert(connection);
    insert.block(PATIENCE);
    run(connection.close());
    refused(insert);
    assertThat(written()).isOne();
  }

  @Test
  void given_back_with_an_open_transaction_it_is_rolled_back_first() throws SQLException {
    Connection before = connection();
    run(before.beginTransaction());
    insert(before).block(PATIENCE);
    run(before.close());
    Connection next = connection();
    insert(next).block(PATIENCE);
    run(next.close());
    assertThat(written()).isOne();
  }

  /** The rollback that comes after the connection was given back would be another's. */
  @Test
  void whoever_gave_it_back_cannot_end_the_next_transaction_on_it() throws SQLException {
    Connection before = connection();
    run(before.beginTransaction());
    run(before.close());
    Connection next = connection();
    run(next.beginTransaction());
    insert(next).block(PATIENCE);
    run(before.rollbackTransaction());
    run(next.commitTransaction());
    run(next.close());
    assertThat(written()).isOne();
  }

  /** Else what is added after the end, such as an audit entry, would be lost in silence. */
  @ParameterizedTest
  @ValueSource(strings = {"commit", "rollback", "given back"})
  void nothing_more_goes_with_the_commit_once_the_transaction_has_ended(String end) {
    CommitScript script = new CommitScript(new TenantId(UUID.randomUUID()), Scope.WHOLE);
    Connection connection =
        new TenantConnection(
            Objects.requireNonNull(Mono.from(one.create()).block(PATIENCE)), script);
    run(connection.beginTransaction());
    run(
        switch (end) {
          case "commit" -> connection.commitTransaction();
          case "rollback" -> connection.rollbackTransaction();
          default -> connection.close();
        });
    assertThatThrownBy(() -> script.call("audit.append"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has ended");
  }

  /** What the driver would take for a commit. */
  @Test
  void nothing_but_the_commit_commits() throws SQLException {
    Connection connection = connection();
    run(connection.beginTransaction());
    insert(connection).block(PATIENCE);
    assertThat(connection.isAutoCommit()).isFalse();
    assertThatThrownBy(() -> run(connection.setAutoCommit(true)))
        .isInstanceOf(UnsupportedOperationException.class);
    run(connection.close());
    assertThat(written()).isZero();
  }

  private Connection connection() {
    return Objects.requireNonNull(Mono.from(fenced.create()).block(PATIENCE));
  }

  private static void run(Publisher<Void> step) {
    Mono.from(step).block(PATIENCE);
  }

  private static void refused(Mono<Void> statement) {
    assertThatThrownBy(() -> statement.block(PATIENCE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has ended");
  }

  private static Mono<Void> insert(Connection connection) {
    return Flux.from(connection.createStatement("insert into public.written values (1)").execute())
        .flatMap(Result::getRowsUpdated)
        .then();
  }

  private long written() throws SQLException {
    return database.number("select count(*) from public.written");
  }
}
