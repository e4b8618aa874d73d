package dk.sentinel.compliance.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dk.sentinel.infra.testing.TestDatabase;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Promise 3, isolated: a transaction knows one clinic, and a pooled connection forgets it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TenantTransactionsTest {
  private static final String TOO_LONG = "x".repeat(65_536);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private TestDatabase database;
  private ConnectionPool pool;
  private TenantTransactions transactions;

  @BeforeAll
  void connect() {
    database = TestDatabase.migrated("compliance");
    pool =
        new ConnectionPool(
            ConnectionPoolConfiguration.builder(database.reactiveAs("app")).maxSize(3).build());
    transactions = new TenantTransactions(pool);
  }

  @AfterAll
  void disconnect() {
    pool.dispose();
    database.close();
  }

  @Test
  void without_a_clinic_there_is_an_error_and_not_all_clinics() {
    assertThatThrownBy(
            () -> transactions.inTransaction(TenantTransactionsTest::clinics).block(PATIENCE))
        .isInstanceOf(NoTenantException.class);
  }

  @Test
  void a_clinic_sees_itself_and_not_its_neighbour() {
    ActContext own = newClinic();
    ActContext neighbour = newClinic();
    assertThat(seenBy(own)).containsExactly(own.tenant().value());
    assertThat(seenBy(neighbour)).containsExactly(neighbour.tenant().value());
  }

  @Test
  void an_error_rolls_everything_back() {
    ActContext act = act(UUID.randomUUID());
    assertThatThrownBy(() ->
            transactions
                .inTransaction(
                    act, transaction -> insert(transaction).then(Mono.error(new Broken())))
                .block(PATIENCE))
        .isInstanceOf(Broken.class);
    assertThat(seenBy(act)).isEmpty();
  }

  @Test
  void a_cancellation_rolls_everything_back_and_frees_the_connection() {
    ActContext act = act(UUID.randomUUID());
    for (int i = 0; i < 10; i++) {
      Boolean ended =
          transactions
              .inTransaction(act, transaction -> insert(transaction).then(Mono.never()))
              .thenReturn(true)
              .timeout(Duration.ofMillis(200), Mono.just(false))
              .block(PATIENCE);
      assertThat(ended).isFalse();
    }
    assertThat(seenBy(act)).isEmpty();
  }

  /**
   * Whoever sent a request may go away at any moment, also while a transaction begins or commits.
   */
  @Test
  void a_cancellation_at_any_moment_frees_the_connection() {
    ActContext own = newClinic();
    Random moments = new Random(7);
    Flux.range(0, 3_000)
        .flatMap(
            i ->
                transactions
                    .inTransaction(own, TenantTransactionsTest::clinics)
                    .timeout(Duration.ofNanos(moments.nextInt(3_000_000)), Mono.empty()),
            8)
        .blockLast(PATIENCE);
    for (int i = 0; i < 20; i++) {
      assertThat(
              Flux.range(0, 12)
                  .flatMap(one -> transactions.inTransaction(own, TenantTransactionsTest::clinics))
                  .collectList()
                  .block(PATIENCE))
          .hasSize(12)
          .allMatch(seen -> seen.equals(List.of(own.tenant().value())));
    }
  }

  /**
   * The rollback of a transaction that was given up is sent by another thread than its next
   * statement. Each statement here notes in which clinic and transaction it was executed: none may
   * be executed after the rollback, alone or in the transaction of whoever has the connection next.
   * What is refused there is no error that anybody waits for, and none in the log.
   */
  @Test
  void nothing_of_a_transaction_that_was_given_up_is_executed_later() throws SQLException {
    execute(
        "create table public.trace (meant uuid, bound text, xid bigint default txid_current())",
        "grant insert on public.trace to sentinel_app");
    List<ActContext> acts = Stream.generate(this::newClinic).limit(6).toList();
    Random moments = new Random(8);
    Queue<Throwable> dropped = new ConcurrentLinkedQueue<>();
    Hooks.onErrorDropped(dropped::add);
    try {
      Flux.range(0, 6_000)
          .flatMap(
              i ->
                  transactions
                      .inTransaction(
                          acts.get(i % acts.size()),
                          transaction ->
                              trace(transaction)
                                  .publishOn(Schedulers.parallel())
                                  .flatMap(first -> trace(transaction))
                                  .publishOn(Schedulers.parallel())
                                  .flatMap(second -> trace(transaction)))
                      .timeout(Duration.ofNanos(moments.nextInt(8_000_000)), Mono.empty()),
              8)
          .blockLast(PATIENCE);
    } finally {
      Hooks.resetOnErrorDropped();
    }

    assertThat(database.number("select count(*) from public.trace where bound = meant::text"))
        .isPositive()
        .isEqualTo(database.number("select count(*) from public.trace"));
    assertThat(
            database.number(
                "select count(*) from (select from public.trace group by xid"
                    + " having count(*) <> 3 or count(distinct meant) <> 1) torn"))
        .isZero();
    assertThat(dropped).filteredOn(IllegalStateException.class::isInstance).isEmpty();
  }

  private static Mono<Long> trace(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            "insert into public.trace (meant, bound)"
                + " select :meant, current_setting('sentinel.clinic', true)")
        .bind("meant", transaction.tenant().value())
        .fetch()
        .rowsUpdated();
  }

  @Test
  void what_fails_with_the_commit_leaves_nothing_and_the_connection_is_good_again() {
    for (int i = 0; i < 10; i++) {
      ActContext act = act(UUID.randomUUID());
      assertThatThrownBy(() ->
              transactions
                  .inTransaction(
                      act,
                      transaction ->
                          insert(transaction).doOnNext(done -> append(transaction, TOO_LONG)))
                  .block(PATIENCE))
          .satisfies(
              error -> assertThat(DatabaseFault.of(error)).isEqualTo(DatabaseFault.BROKEN_RULE));
      assertThat(seenBy(act)).isEmpty();
    }
  }

  @Test
  void a_swallowed_error_does_not_commit_what_came_before_it() {
    ActContext act = act(UUID.randomUUID());
    assertThatThrownBy(() ->
            transactions
                .inTransaction(
                    act,
                    transaction ->
                        insert(transaction)
                            .then(insert(transaction))
                            .onErrorReturn(0L)
                            .doOnNext(done -> append(transaction, "{}")))
                .block(PATIENCE))
        .isInstanceOf(Exception.class);
    assertThat(seenBy(act)).isEmpty();
  }

  @Test
  void a_transaction_inside_another_is_an_error() {
    ActContext act = act(UUID.randomUUID());
    assertThatThrownBy(() ->
            transactions
                .inTransaction(
                    act,
                    outer ->
                        insert(outer)
                            .then(transactions.inTransaction(TenantTransactionsTest::clinics)))
                .block(PATIENCE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("inside");
    assertThat(seenBy(act)).isEmpty();
  }

  @Test
  void a_text_goes_with_the_commit_as_it_is() throws SQLException {
    ActContext act = newClinic();
    List<String> texts =
        List.of(
            "'); drop table audit.entry; --",
            "it's",
            "''",
            "\\\\",
            "\\'",
            "'\\'; select 1; --\\'",
            "$$ $1 ?1 :name E'x' /* --",
            "\r\n\t\b",
            "\u00e6\u00f8\u00e5 \u20ac \ud83d\ude00");
    for (String strings : List.of("on", "off")) {
      for (String text : texts) {
        transactions
            .inTransaction(
                act,
                transaction ->
                    transaction
                        .sql()
                        .sql("set local standard_conforming_strings = " + strings)
                        .then()
                        .then(Mono.fromRunnable(() -> append(transaction, text))))
            .block(PATIENCE);
      }
    }
    List<String> kept = new ArrayList<>();
    try (Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement();
        ResultSet entry =
            statement.executeQuery(
                "select convert_from(canonical, 'UTF8') from audit.entry where clinic_id = '"
                    + act.tenant()
                    + "'")) {
      while (entry.next()) {
        kept.add(entry.getString(1));
      }
    }
    assertThat(kept).hasSize(2 * texts.size()).containsAll(texts);
    assertThat(Set.copyOf(kept)).hasSameSizeAs(texts);
  }

  @Test
  void only_values_that_can_be_written_safely_go_with_the_commit() {
    ActContext act = act(UUID.randomUUID());
    for (Object hostile : List.of("a\0b", 1, List.of())) {
      assertThatThrownBy(() ->
              transactions
                  .inTransaction(
                      act,
                      transaction ->
                          Mono.fromRunnable(
                              () -> transaction.callAtCommit("audit.append", hostile)))
                  .block(PATIENCE))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() ->
            transactions
                .inTransaction(
                    act,
                    transaction ->
                        Mono.fromRunnable(() -> transaction.callAtCommit("audit.append(); --")))
                .block(PATIENCE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void interleaved_clinics_on_few_connections_never_mix() {
    List<ActContext> acts = Stream.generate(this::newClinic).limit(20).toList();
    List<Boolean> answers =
        Flux.fromStream(IntStream.range(0, 2_000).boxed())
            .flatMap(
                i -> {
                  ActContext act = acts.get(i % acts.size());
                  return transactions
                      .inTransaction(act, TenantTransactionsTest::clinics)
                      .map(seen -> seen.equals(List.of(act.tenant().value())));
                },
                64)
            .collectList()
            .block(PATIENCE);
    assertThat(answers).hasSize(2_000).doesNotContain(false);
  }

  @Test
  void a_connection_back_in_the_pool_carries_no_clinic() {
    newClinic();
    Long seen =
        Mono.usingWhen(
                pool.create(),
                connection ->
                    Flux.from(
                            connection
                                .createStatement("select count(*) from tenancy.clinic")
                                .execute())
                        .flatMap(result -> result.map((row, meta) -> row.get(0, Long.class)))
                        .next(),
                connection -> connection.close())
            .block(PATIENCE);
    assertThat(seen).isZero();
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  private List<UUID> seenBy(ActContext act) {
    List<UUID> seen =
        transactions.inTransaction(act, TenantTransactionsTest::clinics).block(PATIENCE);
    return seen == null ? List.of() : seen;
  }

  private ActContext newClinic() {
    ActContext act = act(UUID.randomUUID());
    transactions.inTransaction(act, TenantTransactionsTest::insert).block(PATIENCE);
    return act;
  }

  private static ActContext act(UUID clinic) {
    return new ActContext(
        new TenantId(clinic), Actor.system(Actor.Component.PROVISIONING), UUID.randomUUID());
  }

  private static Mono<Long> insert(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            "insert into tenancy.clinic (clinic_id, cvr, name, region, created_at)"
                + " values (:id, '99000007', 'Klinik', 'DK-84', now())")
        .bind("id", transaction.tenant().value())
        .fetch()
        .rowsUpdated();
  }

  private static void append(TenantTransaction transaction, String entry) {
    transaction.callAtCommit(
        "audit.append", transaction.tenant().value(), UUID.randomUUID(), Instant.EPOCH, entry);
  }

  private static Mono<List<UUID>> clinics(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql("select clinic_id from tenancy.clinic")
        .map(row -> row.get(0, UUID.class))
        .all()
        .collectList();
  }

  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
