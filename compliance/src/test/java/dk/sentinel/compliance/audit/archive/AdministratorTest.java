package dk.sentinel.compliance.audit.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.audit.AuditTree;
import dk.sentinel.compliance.audit.CountedAct;
import dk.sentinel.compliance.audit.FileLogKey;
import dk.sentinel.compliance.audit.LogKey;
import dk.sentinel.compliance.audit.ProofFiles;
import dk.sentinel.compliance.audit.Sequencer;
import dk.sentinel.compliance.audit.proof.Checkpoint;
import dk.sentinel.compliance.audit.proof.Frontier;
import dk.sentinel.compliance.audit.proof.SignedNote;
import dk.sentinel.compliance.audit.proof.verify.Damage;
import dk.sentinel.compliance.audit.proof.verify.LogCheck;
import dk.sentinel.compliance.audit.proof.verify.SearchCopy;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.Actor;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import dk.sentinel.infra.testing.TestDatabase;
import dk.sentinel.infra.testing.TestServers;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/**
 * Promise 5 against whoever may do anything: an administrator of the database or of OpenSearch
 * changes a log behind our back, and the program that the auditor runs names what was done.
 */
final class AdministratorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int BEFORE = 400;
  private static final int SIZE = 700;

  private final TestDatabase database = TestDatabase.migrated("compliance");
  private final List<ConnectionPool> pools = new ArrayList<>();
  private final AuditLog log = AuditLog.inPostgres(Clock.systemUTC());
  private final AuditArchive archive =
      AuditArchive.at(
          URI.create(TestServers.running().openSearchUrl()), "test-" + UUID.randomUUID() + "-");
  private final ActContext clinic =
      new ActContext(
          new TenantId(UUID.randomUUID()),
          Actor.system(Actor.Component.PROVISIONING),
          UUID.randomUUID());
  private TenantTransactions transactions;
  private LogKey key;
  private AuditTree tree;

  @TempDir private Path scratch;

  private Path kept;

  @BeforeEach
  void fill(@TempDir Path keys) throws IOException {
    key = FileLogKey.open(keys, "sentinel.example/log", true);
    tree = new AuditTree(key);
    transactions = new TenantTransactions(pool("app"));
    ConnectionPool sequencing = pool("sequencer");
    Sequencer sequencer = new Sequencer(sequencing, key, Clock.systemUTC());
    act(BEFORE);
    all(sequencer.round());
    kept = exported("kept");
    act(SIZE - BEFORE);
    all(sequencer.round());
    all(new Shipper(sequencing, archive, Clock.systemUTC()).round());
  }

  @AfterEach
  void disconnect() {
    ask("DELETE", "/_data_stream/" + archive.stream(), null);
    ask("DELETE", "/_index_template/" + archive.stream(), null);
    archive.close();
    pools.forEach(ConnectionPool::dispose);
    database.close();
  }

  @Test
  void nothing_was_done() throws IOException {
    LogCheck.Result result = check(exported("package"));

    assertThat(result.damages()).isEmpty();
    assertThat(result.checked()).isEqualTo(SIZE);
    assertThat(result.keyExpected()).isTrue();
  }

  @Test
  void an_entry_is_edited() throws Exception {
    administer(
        "update audit.entry set canonical = convert_to(replace(convert_from(canonical, 'UTF8'),"
            + " 'success', 'refused'), 'UTF8') where entry_id = (select entry_id from audit.leaf"
            + " where position = 471)");

    assertThat(found()).containsExactly("EDITED 471");
  }

  @Test
  void an_entry_is_edited_and_everything_that_was_made_from_it() throws Exception {
    administer(
        "update audit.entry set canonical = convert_to('{}', 'UTF8') where entry_id ="
            + " (select entry_id from audit.leaf where position = 300)",
        "update audit.leaf set leaf_hash = sha256('\\x007b7d') where position = 300",
        "update audit.tile set hashes = overlay(hashes placing sha256('\\x007b7d') from 44 * 32 +"
            + " 1) where level = 0 and number = 1");

    assertThat(found()).contains("ROOT_DIFFERS", "FORK 300-399 kept");
  }

  @Test
  void a_log_is_made_anew_without_an_entry_and_its_checkpoint_forged() throws Exception {
    administer(
        "delete from audit.entry where entry_id = (select entry_id from audit.leaf where position"
            + " = 600)",
        "delete from audit.leaf where position = 600",
        "update audit.leaf set position = position + 10000 where position > 600",
        "update audit.leaf set position = position - 10001 where position > 10000");
    Frontier forged = Frontier.empty();
    try (Connection connection = database.connectAsSuperuser();
        Statement sql = connection.createStatement();
        var leaves = sql.executeQuery("select leaf_hash from audit.leaf order by position")) {
      while (leaves.next()) {
        forged = forged.append(leaves.getBytes(1));
      }
    }
    SignedNote old = SignedNote.parse(head().note());
    String note =
        new SignedNote(
                new Checkpoint(Checkpoint.parse(old.text()).origin(), forged.size(), forged.root())
                    .body(),
                old.signatures())
            .toString();
    administer("update audit.checkpoint set size = 699, note = '" + note + "' where size = 700");

    assertThat(found()).containsExactly("SIGNATURE checkpoint", "COPY_DIFFERS 600-698");
  }

  @Test
  void an_entry_is_deleted() throws Exception {
    administer(
        "delete from audit.entry where entry_id = (select entry_id from audit.leaf where position"
            + " = 123)",
        "delete from audit.leaf where position = 123");

    assertThat(found()).containsExactly("MISSING 123");
  }

  @Test
  void two_entries_change_places() throws Exception {
    administer(
        "create temporary table swapped as select * from audit.leaf where position in (10, 200)",
        "delete from audit.leaf where position in (10, 200)",
        "insert into audit.leaf select clinic_id, 210 - position, entry_id, leaf_hash from"
            + " swapped");

    assertThat(found()).containsExactly("REORDERED 10", "REORDERED 200");
  }

  @Test
  void everything_is_truncated() throws Exception {
    administer("truncate audit.entry cascade", "truncate audit.leaf", "truncate audit.tile");

    assertThat(found()).contains("CUT_OFF 0-699");
  }

  @Test
  void the_newest_entries_are_truncated() throws Exception {
    administer("delete from audit.leaf where position >= 500");

    assertThat(found()).contains("CUT_OFF 500-699");
  }

  @Test
  void an_old_backup_is_put_back() throws Exception {
    Path newest = exported("newest");
    administer(
        "delete from audit.checkpoint where size > 400",
        "delete from audit.leaf where position >= 400",
        "delete from audit.tile where number > 0",
        "delete from audit.entry e where not exists (select from audit.leaf l where l.entry_id ="
            + " e.entry_id)");
    Path old = exported("package");

    assertThat(strings(check(old))).isEmpty();
    assertThat(
            strings(
                LogCheck.of(
                    new LogCheck.Request(old, null, List.of(newest), null), (done, of) -> {})))
        .containsExactly("ROLLED_BACK 400-699");
  }

  @Test
  void the_searchable_copy_is_wiped() throws IOException {
    ask("DELETE", "/_data_stream/" + archive.stream(), null);
    ask("PUT", "/_data_stream/" + archive.stream(), null);

    assertThat(found()).containsExactly("COPY_LACKS 0-699");
  }

  @Test
  void what_the_copy_may_have_let_go_is_counted_and_what_it_may_not_is_named() throws IOException {
    LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneId.of("Europe/Copenhagen"));
    ask("DELETE", "/_data_stream/" + archive.stream(), null);
    ask("PUT", "/_data_stream/" + archive.stream(), null);
    Path exported = exported("package");

    LogCheck.Result old = check(exported, copy().from(today.plusDays(2)));
    LogCheck.Result young = check(exported, copy().from(today.minusDays(1)));

    assertThat(old.damages()).isEmpty();
    assertThat(old.letGo()).isEqualTo(SIZE);
    assertThat(strings(young)).containsExactly("COPY_LACKS 0-699");
    assertThat(young.letGo()).isZero();
  }

  @Test
  void an_entry_made_older_than_it_was_is_lacking_all_the_same() throws Exception {
    ask("DELETE", "/_data_stream/" + archive.stream(), null);
    ask("PUT", "/_data_stream/" + archive.stream(), null);
    administer(
        "update audit.entry set canonical = convert_to(regexp_replace(convert_from(canonical,"
            + " 'UTF8'), '\"recordedAt\":\"[0-9]{4}', '\"recordedAt\":\"1999'), 'UTF8')"
            + " where entry_id = (select entry_id from audit.leaf where position = 5)");

    LogCheck.Result result = check(exported("package"), copy().from(LocalDate.of(2020, 1, 1)));

    assertThat(result.letGo()).isZero();
    assertThat(strings(result)).containsExactly("EDITED 5", "COPY_LACKS 0-699");
  }

  @Test
  void the_searchable_copy_is_given_an_entry_of_its_own() throws IOException {
    String canonical = "{\"clinic\":\"" + clinic.tenant() + "\",\"v\":2}";
    assertThat(
            ask(
                    "POST",
                    "/" + archive.stream() + "/_create/forged?refresh=true",
                    "{\"@timestamp\":\"2026-01-01T00:00:00Z\",\"position\":55,\"canonical\":"
                        + ArchiveClient.JSON.writeValueAsString(canonical)
                        + ","
                        + canonical.substring(1))
                .is(201))
        .isTrue();

    assertThat(found()).containsExactly("COPY_DOUBLES 55", "COPY_DIFFERS 55");
  }

  private List<String> found() throws IOException {
    return strings(check(exported("package")));
  }

  private LogCheck.Result check(Path exported) throws IOException {
    return check(exported, copy());
  }

  private LogCheck.Result check(Path exported, SearchCopy copy) throws IOException {
    return LogCheck.of(
        new LogCheck.Request(exported, key.verifier(), List.of(kept), copy), (done, of) -> {});
  }

  private SearchCopy copy() {
    return SearchCopy.at(TestServers.running().openSearchUrl() + "/" + archive.stream());
  }

  private static List<String> strings(LogCheck.Result result) {
    List<String> strings = new ArrayList<>();
    for (Damage damage : result.damages()) {
      String range = damage.from() == damage.to() ? "" : "-" + damage.to();
      strings.add(
          damage.kind()
              + (damage.from() < 0 ? "" : " " + damage.from() + range)
              + (damage.file() == null ? "" : " " + damage.file()));
    }
    return strings;
  }

  private AuditTree.Head head() {
    return Objects.requireNonNull(transactions.inTransaction(clinic, tree::head).block(PATIENCE));
  }

  private Path exported(String name) throws IOException {
    Path directory = Files.createDirectory(scratch.resolve(name));
    for (ProofFiles.ProofFile file :
        new ProofFiles(transactions, tree, key).files(clinic, head()).toIterable()) {
      Path path = directory.resolve(file.name());
      Files.createDirectories(path.getParent());
      Files.write(path, file.content());
    }
    return directory;
  }

  /** Neither row-level security nor triggers stop the superuser. */
  private void administer(String... statements) throws SQLException {
    try (Connection connection = database.connectAsSuperuser();
        Statement sql = connection.createStatement()) {
      sql.execute("set session_replication_role = replica");
      for (String statement : statements) {
        sql.execute(statement);
      }
    }
  }

  private void act(int times) {
    List<CountedAct> acts = IntStream.range(0, times).mapToObj(CountedAct::new).toList();
    transactions.inTransaction(clinic, open -> log.appendAll(open, acts)).block(PATIENCE);
  }

  private static void all(Mono<Integer> round) {
    Integer done = 1;
    while (done != null && done > 0) {
      done = round.block(PATIENCE);
    }
  }

  private ArchiveClient.Answer ask(String method, String path, @Nullable String json) {
    return Objects.requireNonNull(
        archive.client().send(method, path, json, PATIENCE).block(PATIENCE));
  }

  private ConnectionPool pool(String role) {
    ConnectionPool pool =
        new ConnectionPool(
            ConnectionPoolConfiguration.builder(database.reactiveAs(role)).maxSize(5).build());
    pools.add(pool);
    return pool;
  }
}
