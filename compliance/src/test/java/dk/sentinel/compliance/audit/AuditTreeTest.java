package dk.sentinel.compliance.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dk.sentinel.compliance.audit.proof.BundlePath;
import dk.sentinel.compliance.audit.proof.Checkpoint;
import dk.sentinel.compliance.audit.proof.EntryBundle;
import dk.sentinel.compliance.audit.proof.Frontier;
import dk.sentinel.compliance.audit.proof.Hashes;
import dk.sentinel.compliance.audit.proof.Proofs;
import dk.sentinel.compliance.audit.proof.SignedNote;
import dk.sentinel.compliance.audit.proof.TilePath;
import dk.sentinel.compliance.audit.proof.VerifierKey;
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
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** Promise 5: what is handed out of a clinic's log proves itself, and only to that clinic. */
final class AuditTreeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int FIRST = 300;
  private static final int SIZE = 1_000;

  private final TestDatabase database = TestDatabase.migrated("compliance");
  private final ActContext clinic = clinic();
  private ConnectionPool sequencing;
  private ConnectionPool working;
  private TenantTransactions transactions;
  private LogKey key;
  private AuditTree tree;

  @BeforeEach
  void fill(@TempDir Path keys) throws SQLException {
    sequencing = pool("sequencer");
    working = pool("app");
    transactions = new TenantTransactions(working);
    key = FileLogKey.open(keys, "sentinel.example/log", true);
    tree = new AuditTree(key);
    Sequencer sequencer = new Sequencer(sequencing, key, Clock.systemUTC());
    record(0, FIRST);
    drain(sequencer);
    record(FIRST, SIZE);
    drain(sequencer);
  }

  @AfterEach
  void disconnect() {
    sequencing.dispose();
    working.dispose();
    database.close();
  }

  @Test
  void every_entry_proves_itself_to_who_has_only_the_key() {
    for (long position : new long[] {0, 1, 255, 256, 511, 767, 768, 998, 999}) {
      AuditTree.Proven proven = given(tx -> tree.entry(tx, position));
      assertThat(text(proven.canonical())).isEqualTo(content(position));
      assertThat(proven.proof().position()).isEqualTo(position);
      assertThat(proven.proof().verifies(proven.canonical(), named())).isTrue();
      byte[] other = content(position + 1).getBytes(StandardCharsets.UTF_8);
      assertThat(proven.proof().verifies(other, named())).isFalse();
    }
  }

  @Test
  void the_older_checkpoint_is_the_beginning_of_the_newer_one() {
    AuditTree.Growth growth = given(tx -> tree.growth(tx, FIRST, SIZE));
    Checkpoint newer = checkpoint(growth.checkpoint());
    Checkpoint older = checkpoint(given(tx -> tree.growth(tx, 1, FIRST)).checkpoint());
    assertThat(older.size()).isEqualTo(FIRST);
    assertThat(newer.size()).isEqualTo(SIZE);
    assertThat(Proofs.verifyConsistency(FIRST, older.root(), SIZE, newer.root(), growth.proof()))
        .isTrue();
    assertThat(Proofs.verifyConsistency(FIRST, newer.root(), SIZE, newer.root(), growth.proof()))
        .isFalse();
  }

  @Test
  void tiles_full_and_partial_are_the_hashes_of_the_bundles() {
    Frontier recomputed = Frontier.empty();
    for (long number = 0; number < 4; number++) {
      BundlePath path = BundlePath.at(number, SIZE);
      TilePath tilePath = TilePath.at(0, number, SIZE);
      byte[] bundle = given(tx -> tree.bundle(tx, path));
      byte[] tile = given(tx -> tree.tile(tx, tilePath));
      assertThat(tile).hasSize(path.width() * Hashes.LENGTH);
      List<byte[]> entries = EntryBundle.decode(bundle, path.width());
      for (int at = 0; at < entries.size(); at++) {
        byte[] hash = Arrays.copyOfRange(tile, at * 32, (at + 1) * 32);
        assertThat(hash).isEqualTo(Hashes.leaf(entries.get(at)));
        recomputed = recomputed.append(hash);
      }
    }
    assertThat(recomputed.root()).isEqualTo(checkpoint(given(tree::head).note()).root());
    byte[] upper = given(tx -> tree.tile(tx, new TilePath(1, 0, 3)));
    byte[] lower = given(tx -> tree.tile(tx, new TilePath(0, 2, 256)));
    assertThat(Arrays.copyOfRange(upper, 64, 96))
        .isEqualTo(Frontier.empty().appendAll(lower).root());
    byte[] older = given(tx -> tree.tile(tx, new TilePath(0, 1, 44)));
    assertThat(older).as("a partial tile is there after it became full").hasSize(44 * 32);
  }

  @Test
  void what_has_not_grown_yet_is_not_there() {
    assertThat(isThere(clinic, tx -> tree.tile(tx, new TilePath(0, 3, 233)))).isFalse();
    assertThat(isThere(clinic, tx -> tree.tile(tx, new TilePath(1, 0, 4)))).isFalse();
    assertThat(isThere(clinic, tx -> tree.bundle(tx, new BundlePath(3, 233)))).isFalse();
    assertThat(isThere(clinic, tx -> tree.entry(tx, SIZE))).isFalse();
    assertThat(isThere(clinic, tx -> tree.entry(tx, -1))).isFalse();
    assertThat(isThere(clinic, tx -> tree.growth(tx, 1, SIZE + 1))).isFalse();
  }

  @Test
  void the_neighbour_has_an_empty_log_of_its_own() {
    ActContext neighbour = clinic();
    AuditTree.Head head = Objects.requireNonNull(asked(neighbour, tree::head));
    assertThat(head.size()).isZero();
    assertThat(head.note()).doesNotContain(clinic.tenant().toString());
    assertThat(isThere(neighbour, tx -> tree.tile(tx, new TilePath(0, 0, 1)))).isFalse();
    assertThat(isThere(neighbour, tx -> tree.bundle(tx, new BundlePath(0, 1)))).isFalse();
    assertThat(isThere(neighbour, tx -> tree.entry(tx, 0))).isFalse();
    assertThat(tree.entries(transactions, neighbour, 0).collectList().block(PATIENCE)).isEmpty();
    assertThatThrownBy(() -> tree.entries(transactions, neighbour, SIZE).blockLast(PATIENCE))
        .hasMessageContaining("lost an entry");
  }

  @Test
  void all_entries_stream_in_their_order() {
    List<byte[]> all =
        Objects.requireNonNull(
            tree.entries(transactions, clinic, SIZE).collectList().block(PATIENCE));
    assertThat(all).hasSize(SIZE);
    for (int at = 0; at < SIZE; at++) {
      assertThat(text(all.get(at))).isEqualTo(content(at));
    }
    assertThat(tree.entries(transactions, clinic, 257).count().block(PATIENCE)).isEqualTo(257);
    assertThat(tree.entries(transactions, clinic, SIZE).take(3).count().block(PATIENCE))
        .isEqualTo(3);
  }

  /** The database administrator's hand: the place is there, the entry is gone. */
  @Test
  void a_lost_entry_is_an_error_and_never_a_shorter_log() throws SQLException {
    try (Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute("set session_replication_role = replica");
      statement.execute(
          "delete from audit.entry e using audit.leaf l where l.entry_id = e.entry_id"
              + " and l.position = 300");
    }
    assertThatThrownBy(() -> tree.entries(transactions, clinic, SIZE).blockLast(PATIENCE))
        .hasMessageContaining("lost an entry between 256 and 511");
    assertThatThrownBy(() -> asked(clinic, tx -> tree.bundle(tx, new BundlePath(1, 256))))
        .hasMessageContaining("lost an entry");
    assertThatThrownBy(() -> asked(clinic, tx -> tree.entry(tx, 300)))
        .hasMessageContaining("lost an entry");
    assertThat(given(tx -> tree.entry(tx, 299)).proof().position()).isEqualTo(299);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private VerifierKey named() {
    return key.verifierFor(clinic.tenant().value());
  }

  private Checkpoint checkpoint(String note) {
    SignedNote signed = SignedNote.parse(note);
    assertThat(signed.signedBy(named())).isTrue();
    return Checkpoint.parse(signed.text());
  }

  private <T> T given(Function<TenantTransaction, Mono<T>> question) {
    return Objects.requireNonNull(asked(clinic, question));
  }

  private <T> @Nullable T asked(ActContext act, Function<TenantTransaction, Mono<T>> question) {
    return transactions.inTransaction(act, question).block(PATIENCE);
  }

  private boolean isThere(ActContext act, Function<TenantTransaction, Mono<?>> question) {
    return Boolean.TRUE.equals(
        transactions.inTransaction(act, tx -> question.apply(tx).hasElement()).block(PATIENCE));
  }

  private static String content(long number) {
    return "{\"number\":" + number + "}";
  }

  /** Numbered in the order of their times and ids. */
  private void record(int from, int to) throws SQLException {
    try (Connection connection = database.connectAsSuperuser();
        PreparedStatement insert =
            connection.prepareStatement(
                "with e as (insert into audit.entry (clinic_id, entry_id, recorded_at, canonical)"
                    + " select ?, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,"
                    + " timestamptz '2026-01-01' + make_interval(secs => n),"
                    + " convert_to('{\"number\":' || n || '}', 'UTF8')"
                    + " from generate_series(?, ? - 1) n returning clinic_id, entry_id)"
                    + " insert into audit.pending select clinic_id, entry_id from e")) {
      insert.setObject(1, clinic.tenant().value());
      insert.setInt(2, from);
      insert.setInt(3, to);
      insert.execute();
    }
  }

  private static void drain(Sequencer sequencer) {
    int numbered;
    do {
      numbered = Objects.requireNonNull(sequencer.round().block(PATIENCE));
    } while (numbered > 0);
  }

  private ConnectionPool pool(String role) {
    return new ConnectionPool(
        ConnectionPoolConfiguration.builder(database.reactiveAs(role)).maxSize(2).build());
  }

  private static ActContext clinic() {
    return new ActContext(
        new TenantId(UUID.randomUUID()),
        Actor.system(Actor.Component.PROVISIONING),
        UUID.randomUUID());
  }
}
