package dk.sentinel.compliance.audit.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.audit.AuditTrail;
import dk.sentinel.compliance.audit.AuditValue;
import dk.sentinel.compliance.audit.Backlog;
import dk.sentinel.compliance.audit.FileLogKey;
import dk.sentinel.compliance.audit.SequencedEntry;
import dk.sentinel.compliance.audit.Sequencer;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.Actor;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import dk.sentinel.infra.testing.TestDatabase;
import dk.sentinel.infra.testing.TestServers;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The searchable copy: complete, in order, once, write-once, and never the reason to stand still.
 */
final class ShipperTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TestDatabase database = TestDatabase.migrated("compliance");
  private final List<ConnectionPool> pools = new ArrayList<>();
  private final AuditLog log = AuditLog.inPostgres(Clock.systemUTC());
  private final AuditArchive archive =
      AuditArchive.at(
          URI.create(TestServers.running().openSearchUrl()), "test-" + UUID.randomUUID() + "-");
  private final AuditArchive away = AuditArchive.at(URI.create("http://127.0.0.1:1"), "test-away-");
  private final AuditSearch search = new AuditSearch(archive);
  private TenantTransactions transactions;
  private Sequencer sequencer;
  private Shipper shipper;
  private AuditTrail trail;

  @BeforeEach
  void connect(@TempDir Path keys) {
    FileLogKey key = FileLogKey.open(keys, "sentinel.example/log", true);
    transactions = new TenantTransactions(pool("app"));
    ConnectionPool sequencing = pool("sequencer");
    sequencer = new Sequencer(sequencing, key, Clock.systemUTC());
    shipper = new Shipper(sequencing, archive, Clock.systemUTC());
    trail = new AuditTrail(key);
  }

  @AfterEach
  void disconnect() {
    ask("DELETE", "/_data_stream/" + archive.stream());
    ask("DELETE", "/_index_template/" + archive.stream());
    archive.close();
    away.close();
    pools.forEach(ConnectionPool::dispose);
    database.close();
  }

  @Test
  void every_entry_becomes_searchable_once_and_only_for_its_own_clinic() {
    ActContext one = clinic();
    ActContext other = clinic();
    act(one, 1_200);
    act(other, 30);
    all(sequencer.round());
    all(shipper.round());

    assertThat(positions(one.tenant())).isEqualTo(descending(1_200));
    assertThat(positions(other.tenant())).isEqualTo(descending(30));
    assertThat(find(other.tenant(), any(100)))
        .allSatisfy(found -> assertThat(found.entry().clinic()).isEqualTo(other.tenant().value()));
    assertThat(find(new TenantId(UUID.randomUUID()), any(100))).isEmpty();
  }

  @Test
  void shipping_again_after_a_crash_makes_no_double() throws SQLException {
    ActContext clinic = clinic();
    act(clinic, 40);
    all(sequencer.round());
    all(shipper.round());
    execute("update audit.shipped set size = 7");
    all(shipper.round());
    execute("delete from audit.shipped");
    act(clinic, 2);
    all(sequencer.round());
    all(shipper.round());

    assertThat(positions(clinic.tenant())).isEqualTo(descending(42));
  }

  @Test
  void two_shippers_do_not_get_in_each_others_way() {
    ActContext clinic = clinic();
    act(clinic, 500);
    all(sequencer.round());
    Shipper second = new Shipper(pool("sequencer"), archive, Clock.systemUTC());
    Mono.when(shipper.round().repeat(5), second.round().repeat(5)).block(PATIENCE);
    all(shipper.round());

    assertThat(positions(clinic.tenant())).isEqualTo(descending(500));
  }

  @Test
  void without_opensearch_acts_go_on_and_the_shipper_catches_up() {
    ActContext clinic = clinic();
    act(clinic, 20);
    all(sequencer.round());
    Shipper stranded = new Shipper(pool("sequencer"), away, Clock.systemUTC());
    assertThatThrownBy(() -> stranded.round().block(PATIENCE))
        .isInstanceOf(ArchiveUnavailableException.class);
    act(clinic, 5);
    all(sequencer.round());
    act(clinic, 1);

    Backlog behind = required(sequencer.backlog().block(PATIENCE));
    assertThat(behind.unshipped()).isEqualTo(25);
    assertThat(behind.unsequenced()).isOne();
    assertThat(behind.oldest()).isPositive();
    assertThatThrownBy(() -> new AuditSearch(away).find(clinic.tenant(), any(10)).block(PATIENCE))
        .isInstanceOf(ArchiveUnavailableException.class);
    assertThat(newest(clinic, 10)).hasSize(10);
    assertThat(reach(clinic).searchable()).isNull();

    all(sequencer.round());
    all(shipper.round());
    assertThat(positions(clinic.tenant())).isEqualTo(descending(26));
    assertThat(sequencer.backlog().block(PATIENCE)).isEqualTo(new Backlog(0, 0, Duration.ZERO));
    assertThat(reach(clinic).searchable()).isEqualTo(reach(clinic).sequenced());
  }

  @Test
  void a_wiped_archive_is_filled_again_from_postgresql() {
    ActContext clinic = clinic();
    act(clinic, 30);
    all(sequencer.round());
    all(shipper.round());
    assertThat(ask("DELETE", "/_data_stream/" + archive.stream()).is(200)).isTrue();
    assertThat(ask("DELETE", "/_index_template/" + archive.stream()).is(200)).isTrue();
    assertThatThrownBy(() -> find(clinic.tenant(), any(10)))
        .isInstanceOf(ArchiveUnavailableException.class);

    act(clinic, 1);
    all(sequencer.round());
    all(shipper.round());
    assertThat(positions(clinic.tenant())).isEqualTo(descending(31));
  }

  @Test
  void the_engine_refuses_to_change_or_remove_an_entry() {
    ActContext clinic = clinic();
    act(clinic, 3);
    all(sequencer.round());
    all(shipper.round());
    List<SequencedEntry> before = find(clinic.tenant(), any(10));
    String index = "/.ds-" + archive.stream() + "-000001";
    String id = clinic.tenant() + "%2F1";
    String forged = "{\"@timestamp\":\"2026-01-01T00:00:00Z\",\"position\":1}";
    String everything = "{\"query\":{\"match_all\":{}}}";

    assertThat(ask("DELETE", index + "/_doc/" + id).status()).isEqualTo(400);
    assertThat(ask("PUT", index + "/_doc/" + id, forged).status()).isEqualTo(400);
    assertThat(ask("POST", index + "/_update/" + id, "{\"doc\":" + forged + "}").status())
        .isEqualTo(400);
    assertThat(ask("PUT", "/" + archive.stream() + "/_create/" + id, forged).status())
        .isEqualTo(409);
    assertThat(ask("POST", index + "/_delete_by_query", everything).body().path("deleted").asInt())
        .isZero();
    assertThat(ask("POST", index + "/_update_by_query", everything).body().path("updated").asInt())
        .isZero();
    assertThat(ask("PUT", index + "/_settings", "{\"index.append_only.enabled\":false}").status())
        .isEqualTo(400);
    assertThat(
            ask(
                    "PUT",
                    "/" + archive.stream() + "/_mapping",
                    "{\"properties\":{\"position\":{\"type\":\"keyword\"}}}")
                .status())
        .isEqualTo(400);
    ask("POST", "/" + archive.stream() + "/_refresh", "{}");
    assertThat(find(clinic.tenant(), any(10))).isEqualTo(before);
  }

  @Test
  void searching_the_archive_and_searching_the_newest_entries_find_the_same() {
    ActContext clinic = clinic();
    ActContext person =
        new ActContext(
            clinic.tenant(),
            new Actor(
                Actor.Kind.PERSON,
                "person-1",
                "owner",
                new Actor.SignIn("https://example.dk/Substantial", "session-1", Instant.now())),
            UUID.randomUUID());
    act(clinic, 4);
    act(person, 4);
    all(sequencer.round());
    all(shipper.round());
    List<SequencedEntry> newest = newest(clinic, 100);
    Instant middle = newest.get(4).entry().recordedAt();
    String correlation = newest.get(7).entry().correlation().toString();

    List<AuditCriteria> searches =
        List.of(
            any(3),
            criteria(null, null, "test.odd", null, null, null, null),
            criteria(null, null, null, "person-1", null, null, null),
            criteria(null, null, null, null, "refused", null, null),
            criteria(middle, null, null, null, null, null, null),
            criteria(null, middle, null, null, null, null, null),
            criteria(null, null, null, null, null, "owner", null),
            criteria(null, null, null, null, null, correlation, null),
            criteria(null, null, null, null, null, "2", null),
            criteria(null, null, null, null, null, "nowhere", null),
            criteria(null, null, "test.even", null, null, "owner", 6L));
    for (AuditCriteria criteria : searches) {
      List<SequencedEntry> expected =
          newest.stream().filter(criteria::matches).limit(criteria.size()).toList();
      assertThat(find(clinic.tenant(), criteria)).as("%s", criteria).isEqualTo(expected);
    }
  }

  private static AuditCriteria any(int size) {
    return new AuditCriteria(null, null, null, null, null, null, null, size);
  }

  private static AuditCriteria criteria(
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable String action,
      @Nullable String actor,
      @Nullable String outcome,
      @Nullable String word,
      @Nullable Long before) {
    return new AuditCriteria(from, to, action, actor, outcome, word, before, 50);
  }

  private List<SequencedEntry> find(TenantId clinic, AuditCriteria criteria) {
    return required(search.find(clinic, criteria).block(PATIENCE));
  }

  private List<Long> positions(TenantId clinic) {
    List<Long> positions = new ArrayList<>();
    @Nullable Long before = null;
    List<SequencedEntry> page;
    do {
      page = find(clinic, criteria(null, null, null, null, null, null, before));
      page.forEach(found -> positions.add(found.position()));
      before = positions.isEmpty() ? null : positions.getLast();
    } while (page.size() == 50);
    return positions;
  }

  private static List<Long> descending(int size) {
    return LongStream.range(0, size).map(i -> size - 1 - i).boxed().toList();
  }

  private List<SequencedEntry> newest(ActContext clinic, int limit) {
    return required(
        transactions
            .inTransaction(clinic, open -> trail.newest(open, limit).collectList())
            .block(PATIENCE));
  }

  private AuditTrail.Reach reach(ActContext clinic) {
    return required(transactions.inTransaction(clinic, trail::reach).block(PATIENCE));
  }

  private void act(ActContext clinic, int times) {
    Flux.range(0, times)
        .concatMap(
            i -> transactions.inTransaction(clinic, open -> log.append(open, new Something(i))))
        .blockLast(PATIENCE);
  }

  private static void all(Mono<Integer> round) {
    Integer done = 1;
    while (done != null && done > 0) {
      done = round.block(PATIENCE);
    }
  }

  private ArchiveClient.Answer ask(String method, String path) {
    return ask(method, path, null);
  }

  private ArchiveClient.Answer ask(String method, String path, @Nullable String json) {
    return required(archive.client().send(method, path, json, PATIENCE).block(PATIENCE));
  }

  private ConnectionPool pool(String role) {
    ConnectionPool pool =
        new ConnectionPool(
            ConnectionPoolConfiguration.builder(database.reactiveAs(role)).maxSize(5).build());
    pools.add(pool);
    return pool;
  }

  private void execute(String statement) throws SQLException {
    try (Connection connection = database.connectAsSuperuser();
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  private static ActContext clinic() {
    return new ActContext(new TenantId(UUID.randomUUID()), Actor.system("test"), UUID.randomUUID());
  }

  private static <T> T required(@Nullable T value) {
    return java.util.Objects.requireNonNull(value);
  }

  private record Something(int count) implements AuditAct {
    @Override
    public String action() {
      return count % 2 == 0 ? "test.even" : "test.odd";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("thing");
    }

    @Override
    public Outcome outcome() {
      return count % 3 == 0 ? Outcome.REFUSED : Outcome.SUCCESS;
    }

    @Override
    public Purpose purpose() {
      return Purpose.ADMIN;
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("count", AuditValue.count(count));
    }
  }
}
