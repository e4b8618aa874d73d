package dk.sentinel.compliance.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dk.sentinel.compliance.audit.proof.Checkpoint;
import dk.sentinel.compliance.audit.proof.Frontier;
import dk.sentinel.compliance.audit.proof.Hashes;
import dk.sentinel.compliance.audit.proof.SignedNote;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.Actor;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import dk.sentinel.infra.testing.TestDatabase;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/** Promises 4 and 5: recorded with the act, numbered without a gap, never changed. */
final class SequencerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TestDatabase database = TestDatabase.migrated("compliance");
  private final AuditLog log = AuditLog.inPostgres(Clock.systemUTC());
  private final List<ConnectionPool> pools = new ArrayList<>();
  private TenantTransactions transactions;
  private LogKey key;

  @BeforeEach
  void connect(@TempDir Path keys) {
    transactions = new TenantTransactions(pool("app"));
    key = FileLogKey.open(keys, "sentinel.example/log", true);
  }

  @AfterEach
  void disconnect() {
    pools.forEach(ConnectionPool::dispose);
    database.close();
  }

  @Test
  void an_entry_commits_with_its_act_or_not_at_all() throws SQLException {
    ActContext clinic = clinic();
    append(clinic, 1).block(PATIENCE);
    assertThatThrownBy(() ->
            transactions
                .inTransaction(
                    clinic,
                    transaction ->
                        log.append(transaction, new CountedAct(2))
                            .then(Mono.error(new IllegalStateException("the act failed"))))
                .block(PATIENCE))
        .hasMessage("the act failed");
    assertThat(database.number("select count(*) from audit.entry")).isOne();
    assertThat(database.number("select count(*) from audit.pending")).isOne();
  }

  @Test
  void outside_its_transaction_nothing_can_be_appended() throws SQLException {
    AtomicReference<TenantTransaction> kept = new AtomicReference<>();
    transactions
        .inTransaction(
            clinic(),
            transaction -> {
              kept.set(transaction);
              return Mono.just(1);
            })
        .block(PATIENCE);
    assertThatThrownBy(
            () -> log.append(Objects.requireNonNull(kept.get()), new CountedAct(1)).block(PATIENCE))
        .hasMessageContaining("has ended");
    assertThat(database.number("select count(*) from audit.entry")).isZero();
  }

  @Test
  void a_neighbour_sees_nothing_of_the_log() throws SQLException {
    ActContext clinic = clinic();
    append(clinic, 1).block(PATIENCE);
    sequenceAll(new Sequencer(pool("sequencer"), key, Clock.systemUTC()));
    AuditTrail trail = new AuditTrail(key);

    assertThat(newest(trail, clinic)).hasSize(1);
    ActContext neighbour = clinic();
    assertThat(newest(trail, neighbour)).isEmpty();
    assertThat(transactions.inTransaction(neighbour, trail::reach).block(PATIENCE))
        .isEqualTo(new AuditTrail.Reach(null, null, null));
    assertThat(transactions.inTransaction(neighbour, trail::checkpoint).block(PATIENCE))
        .contains("/" + neighbour.tenant() + "\n0\n");
    assertThat(transactions.inTransaction(clinic, trail::checkpoint).block(PATIENCE))
        .contains("/" + clinic.tenant() + "\n1\n");
  }

  @Test
  void a_checkpoint_can_be_verified_with_nothing_but_the_jdk() throws Exception {
    ActContext clinic = clinic();
    append(clinic, 1).block(PATIENCE);
    sequenceAll(new Sequencer(pool("sequencer"), key, Clock.systemUTC()));
    String note =
        Objects.requireNonNull(
            transactions.inTransaction(clinic, new AuditTrail(key)::checkpoint).block(PATIENCE));
    String[] vkey = key.verifierFor(clinic.tenant().value()).toString().split("\\+", 3);
    byte[] raw = Base64.getDecoder().decode(vkey[2]);
    byte[] spki = HexFormat.of().parseHex("302a300506032b6570032100" + hex(raw, 1));
    String text = note.substring(0, note.indexOf("\n\n") + 1);
    String line = note.substring(note.indexOf("\n\n") + 2);
    byte[] signed = Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1).strip());

    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
    verifier.update(text.getBytes(StandardCharsets.UTF_8));
    assertThat(verifier.verify(Arrays.copyOfRange(signed, 4, signed.length))).isTrue();
    assertThat(line).startsWith("\u2014 " + vkey[0] + " ");
    assertThat(text).startsWith(vkey[0] + "\n1\n");
    assertThat(hex(Arrays.copyOf(signed, 4), 0)).isEqualTo(vkey[1]);
  }

  private static String hex(byte[] bytes, int from) {
    return HexFormat.of().formatHex(bytes, from, bytes.length);
  }

  private List<SequencedEntry> newest(AuditTrail trail, ActContext clinic) {
    return Objects.requireNonNull(
        transactions
            .inTransaction(clinic, transaction -> trail.newest(transaction, 10).collectList())
            .block(PATIENCE));
  }

  @Test
  void two_sequencers_and_many_writers_leave_no_gap_and_no_double() throws SQLException {
    List<ActContext> clinics = IntStream.range(0, 3).mapToObj(i -> clinic()).toList();
    Sequencer one = new Sequencer(pool("sequencer"), key, Clock.systemUTC());
    Sequencer other = new Sequencer(pool("sequencer"), key, Clock.systemUTC());
    Mono<Void> writing =
        Flux.range(0, 1_800)
            .flatMap(i -> append(clinics.get(i % clinics.size()), i), 20)
            .then()
            .subscribeOn(Schedulers.parallel());
    Mono<Void> sequencing =
        Flux.merge(
                one.round().repeat(60).delaySubscription(Duration.ofMillis(5)),
                other.round().repeat(60).delaySubscription(Duration.ofMillis(5)))
            .then();
    Mono.when(writing, sequencing).block(PATIENCE);
    sequenceAll(one);

    assertThat(database.number("select count(*) from audit.pending")).isZero();
    for (ActContext clinic : clinics) {
      String of = " from audit.leaf where clinic_id = '" + clinic.tenant() + "'";
      assertThat(database.number("select count(*)" + of)).isEqualTo(600);
      assertThat(database.number("select count(distinct entry_id)" + of)).isEqualTo(600);
      assertThat(database.number("select max(position)" + of)).isEqualTo(599);
      verifyAsAStranger(clinic.tenant());
    }
  }

  @Test
  void a_killed_sequencer_leaves_no_trace_and_the_next_takes_over() throws SQLException {
    ActContext clinic = clinic();
    Flux.range(0, 50).concatMap(i -> append(clinic, i)).then().block(PATIENCE);
    ConnectionPool doomed = pool("sequencer");
    AuditSequencerStore store = new AuditSequencerStore(doomed);
    Mono<Integer> killedMidway =
        store.inTransactionHoldingTheLock(
            store
                .number(10)
                .collectList()
                .then(Mono.fromRunnable(this::killSequencers))
                .then(store.number(1).next())
                .thenReturn(1));
    assertThatThrownBy(() -> killedMidway.block(PATIENCE)).isInstanceOf(Exception.class);
    assertThat(database.number("select count(*) from audit.leaf")).isZero();

    sequenceAll(new Sequencer(pool("sequencer"), key, Clock.systemUTC()));
    assertThat(database.number("select count(*) from audit.leaf")).isEqualTo(50);
    verifyAsAStranger(clinic.tenant());
  }

  /**
   * An instance that is told to end gives up its round wherever it is. A checkpoint kept without
   * its leaves would be signed over entries that get other places later: a log with a gap.
   */
  @Test
  void a_round_given_up_at_any_moment_leaves_nothing_half_done() throws SQLException {
    List<ActContext> clinics = IntStream.range(0, 30).mapToObj(i -> clinic()).toList();
    Sequencer sequencer = new Sequencer(pool("sequencer"), key, Clock.systemUTC());
    Random moments = new Random(14);
    Mono<Void> writing =
        Flux.range(0, 6_000)
            .flatMap(i -> append(clinics.get(i % clinics.size()), i), 4)
            .then()
            .subscribeOn(Schedulers.parallel());
    Mono<Void> givingUp =
        Mono.defer(() ->
                sequencer
                    .round()
                    .timeout(Duration.ofNanos(moments.nextInt(12_000_000)), Mono.just(0)))
            .repeat(1_000)
            .then();
    Mono.when(writing, givingUp).block(PATIENCE);
    sequenceAll(sequencer);

    for (ActContext clinic : clinics) {
      String of = " from audit.leaf where clinic_id = '" + clinic.tenant() + "'";
      assertThat(database.number("select count(*)" + of)).isEqualTo(200);
      assertThat(database.number("select max(position)" + of)).isEqualTo(199);
      verifyAsAStranger(clinic.tenant());
    }
  }

  @Test
  void a_place_in_the_queue_without_its_entry_stops_the_round_instead_of_counting_it()
      throws SQLException {
    ActContext clinic = clinic();
    append(clinic, 1).block(PATIENCE);
    try (Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "insert into audit.pending values ('" + clinic.tenant() + "', gen_random_uuid())");
    }
    Sequencer sequencer = new Sequencer(pool("sequencer"), key, Clock.systemUTC());
    assertThatThrownBy(() -> sequencer.round().block(PATIENCE))
        .hasMessageContaining("leaf_hash")
        .hasMessageContaining("not-null");
    assertThat(database.number("select count(*) from audit.pending")).isEqualTo(2);
    assertThat(database.number("select count(*) from audit.leaf")).isZero();
  }

  @Test
  void a_checkpoint_cannot_count_a_leaf_that_is_not_there() throws SQLException {
    ActContext clinic = clinic();
    append(clinic, 1).block(PATIENCE);
    AuditSequencerStore store = new AuditSequencerStore(pool("sequencer"));
    Frontier tree = Frontier.empty().appendAll(new byte[Hashes.LENGTH]);
    SignedNote note = key.checkpoint(clinic.tenant().value(), 1, tree.root());
    assertThatThrownBy(() ->
            store
                .keep(
                    List.of(
                        new AuditSequencerStore.Extended(clinic.tenant().value(), 0, tree, note)),
                    Instant.now())
                .thenReturn(1)
                .as(store::inTransactionHoldingTheLock)
                .block(PATIENCE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("without its last leaf");
    assertThat(database.number("select count(*) from audit.checkpoint")).isZero();
    assertThat(database.number("select count(*) from audit.head")).isZero();
  }

  /** Nobody ends its process or connection: it stands still in the middle of a round. */
  @Test
  void a_frozen_sequencer_is_followed_by_the_next_within_ten_seconds() throws SQLException {
    ActContext clinic = clinic();
    Flux.range(0, 50).concatMap(i -> append(clinic, i)).then().block(PATIENCE);
    AuditSequencerStore frozen = new AuditSequencerStore(pool("sequencer"));
    Sinks.Empty<Void> holding = Sinks.empty();
    Disposable standing =
        frozen
            .inTransactionHoldingTheLock(
                frozen
                    .number(10)
                    .collectList()
                    .doOnNext(taken -> holding.tryEmitEmpty())
                    .then(Mono.never()))
            .onErrorComplete()
            .subscribe();
    holding.asMono().block(PATIENCE);

    Sequencer next = new Sequencer(pool("sequencer"), key, Clock.systemUTC());
    assertThat(next.round().block(PATIENCE)).isZero();
    Integer taken =
        next.round()
            .filter(entries -> entries > 0)
            .repeatWhenEmpty(again -> again.delayElements(Duration.ofMillis(200)))
            .block(Duration.ofSeconds(10));
    assertThat(taken).isEqualTo(50);
    standing.dispose();
    verifyAsAStranger(clinic.tenant());
  }

  /** The smaller id becomes visible after the larger has its place already. */
  @Test
  void a_slow_transaction_with_a_smaller_id_is_not_passed_over() throws SQLException {
    ActContext clinic = clinic();
    Sequencer sequencer = new Sequencer(pool("sequencer"), key, Clock.systemUTC());
    transactions
        .inTransaction(
            clinic,
            slow ->
                log.append(slow, new CountedAct(1))
                    .then(
                        Mono.defer(() -> append(clinic, 2))
                            .contextWrite(outside -> Context.empty()))
                    .then(Mono.defer(sequencer::round).contextWrite(outside -> Context.empty()))
                    .doOnNext(taken -> assertThat(taken).isOne()))
        .block(PATIENCE);
    sequenceAll(sequencer);

    assertThat(database.number("select count(*) from audit.pending")).isZero();
    assertThat(counts(clinic)).containsExactly(2, 1);
    verifyAsAStranger(clinic.tenant());
  }

  @Test
  void a_clock_set_back_changes_neither_order_nor_proof() throws SQLException {
    ActContext clinic = clinic();
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-10-25T01:59:59Z"));
    Clock clock =
        new Clock() {
          @Override
          public Instant instant() {
            return Objects.requireNonNull(now.get());
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };
    AuditLog turning = AuditLog.inPostgres(clock);
    Sequencer sequencer = new Sequencer(pool("sequencer"), key, clock);
    for (int i = 0; i < 6; i++) {
      CountedAct act = new CountedAct(i);
      transactions
          .inTransaction(clinic, transaction -> turning.append(transaction, act))
          .block(PATIENCE);
      if (i % 2 == 1) {
        sequenceAll(sequencer);
      }
      now.updateAndGet(before -> before.minus(Duration.ofHours(1)));
    }
    assertThat(counts(clinic)).containsExactly(0, 1, 2, 3, 4, 5);
    verifyAsAStranger(clinic.tenant());
  }

  private List<Object> counts(ActContext clinic) {
    return newest(new AuditTrail(key), clinic).reversed().stream()
        .map(entry -> entry.entry().details().get("count"))
        .toList();
  }

  @Test
  void entries_appended_together_keep_their_order() {
    ActContext clinic = clinic();
    List<CountedAct> acts = IntStream.range(0, 300).mapToObj(CountedAct::new).toList();
    transactions
        .inTransaction(
            clinic, transaction -> log.appendAll(transaction, acts).thenReturn(acts.size()))
        .block(PATIENCE);
    sequenceAll(new Sequencer(pool("sequencer"), key, Clock.systemUTC()));

    List<Object> counts =
        Objects.requireNonNull(
                transactions
                    .inTransaction(
                        clinic,
                        transaction -> new AuditTrail(key).newest(transaction, 300).collectList())
                    .block(PATIENCE))
            .reversed()
            .stream()
            .map(entry -> entry.entry().details().get("count"))
            .toList();
    assertThat(counts).isEqualTo(IntStream.range(0, 300).boxed().toList());
  }

  @Test
  void full_tiles_hold_the_leaf_hashes_in_order() throws SQLException {
    ActContext clinic = clinic();
    Flux.range(0, 600).concatMap(i -> append(clinic, i)).then().block(PATIENCE);
    sequenceAll(new Sequencer(pool("sequencer"), key, Clock.systemUTC()));
    assertThat(database.number("select count(*) from audit.tile where level = 0")).isEqualTo(2);
    assertThat(
            database.number(
                "select count(*) from audit.tile t where t.hashes = (select string_agg(leaf_hash,"
                    + " ''::bytea order by position) from audit.leaf l where l.clinic_id ="
                    + " t.clinic_id and l.position / 256 = t.number)"))
        .isEqualTo(2);
  }

  @Test
  void neither_the_application_nor_the_owner_can_change_what_is_recorded() throws SQLException {
    ActContext clinic = clinic();
    append(clinic, 1).block(PATIENCE);
    sequenceAll(new Sequencer(pool("sequencer"), key, Clock.systemUTC()));
    for (String role : List.of("app", "sequencer", "owner")) {
      for (String table : List.of("entry", "leaf", "checkpoint", "tile")) {
        for (String attempt :
            List.of(
                "update audit." + table + " set clinic_id = clinic_id",
                "delete from audit." + table,
                "truncate audit." + table + " cascade")) {
          assertThatThrownBy(() -> execute(role, clinic, attempt))
              .as(role + ": " + attempt)
              .isInstanceOfSatisfying(
                  SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        }
      }
    }
    assertThat(database.number("select count(*) from audit.entry")).isOne();
  }

  @Test
  void an_entry_is_canonical_json_with_who_what_why_and_when() throws SQLException {
    ActContext clinic = clinic();
    append(clinic, 7).block(PATIENCE);
    try (Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select convert_from(canonical, 'UTF8') from audit.entry")) {
      row.next();
      assertThat(row.getString(1))
          .matches(
              "\\{\"action\":\"test\\.act\",\"actor\":\\{\"id\":\"provisioning\",\"kind\":\"system\","
                  + "\"role\":\"system\"\\},\"basis\":\\{\"legal\":\"eu:gdpr:28.3.a\"\\},\"clinic\":\"[0-9a-f-]{36}\",\"correlation\":"
                  + "\"[0-9a-f-]{36}\",\"details\":\\{\"count\":7\\},\"id\":\"[0-9a-f-]{36}\","
                  + "\"object\":\\{\"type\":\"thing\"\\},\"outcome\":\"success\","
                  + "\"purpose\":\"ADMIN\",\"recordedAt\":\"[0-9T:.-]+Z\",\"v\":2\\}");
    }
  }

  private void verifyAsAStranger(TenantId clinic) throws SQLException {
    List<byte[]> leaves = new ArrayList<>();
    String note;
    try (Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      try (ResultSet rows =
          statement.executeQuery(
              "select canonical from audit.leaf join audit.entry using (clinic_id, entry_id)"
                  + " where clinic_id = '"
                  + clinic
                  + "' order by position")) {
        while (rows.next()) {
          leaves.add(Hashes.leaf(rows.getBytes(1)));
        }
      }
      try (ResultSet row =
          statement.executeQuery(
              "select note from audit.checkpoint where clinic_id = '"
                  + clinic
                  + "' order by size desc limit 1")) {
        row.next();
        note = row.getString(1);
      }
    }
    SignedNote signed = SignedNote.parse(note);
    assertThat(signed.signedBy(key.verifierFor(clinic.value()))).isTrue();
    Checkpoint checkpoint = Checkpoint.parse(signed.text());
    assertThat(checkpoint.origin()).endsWith(clinic.toString());
    assertThat(checkpoint.size()).isEqualTo(leaves.size());
    assertThat(checkpoint.root()).isEqualTo(naiveRoot(leaves));
  }

  private static byte[] naiveRoot(List<byte[]> leaves) {
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int left = Integer.highestOneBit(leaves.size() - 1);
    return Hashes.node(
        naiveRoot(leaves.subList(0, left)), naiveRoot(leaves.subList(left, leaves.size())));
  }

  private void sequenceAll(Sequencer sequencer) {
    Integer taken = 1;
    while (taken != null && taken > 0) {
      taken = sequencer.round().block(PATIENCE);
    }
  }

  private Mono<UUID> append(ActContext clinic, long count) {
    return transactions.inTransaction(
        clinic, transaction -> log.append(transaction, new CountedAct(count)));
  }

  private static ActContext clinic() {
    return new ActContext(
        new TenantId(UUID.randomUUID()),
        Actor.system(Actor.Component.PROVISIONING),
        UUID.randomUUID());
  }

  private ConnectionPool pool(String role) {
    ConnectionPool pool =
        new ConnectionPool(
            ConnectionPoolConfiguration.builder(database.reactiveAs(role)).maxSize(5).build());
    pools.add(pool);
    return pool;
  }

  private void killSequencers() {
    try {
      database.number(
          "select count(pg_terminate_backend(pid)) from pg_stat_activity"
              + " where usename = 'sentinel_sequencer' and datname = current_database()");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void execute(String role, ActContext clinic, String statement) throws SQLException {
    try (Connection connection = database.connectAs(role);
        Statement sql = connection.createStatement()) {
      sql.execute("set sentinel.clinic = '" + clinic.tenant() + "'");
      sql.execute(statement);
    }
  }
}
