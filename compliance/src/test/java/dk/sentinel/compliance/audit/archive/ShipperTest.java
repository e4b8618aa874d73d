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
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * The searchable copy: complete, in order, once, write-once, and never the reason to stand still.
 */
final class ShipperTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PERSON = "ab".repeat(32);

  private final TestDatabase database = TestDatabase.migrated("compliance");
  private final List<ConnectionPool> pools = new ArrayList<>();
  private final AuditLog log = AuditLog.inPostgres(Clock.systemUTC());
  private final String prefix = "test-" + UUID.randomUUID() + "-";
  private final AuditArchive archive = AuditArchive.at(openSearch(), prefix);
  private final AuditArchive away = AuditArchive.at(URI.create("http://127.0.0.1:1"), "test-away-");
  private final AuditSearch search = new AuditSearch(archive);
  private final AuditArchive smallArchive = AuditArchive.at(openSearch(), prefix, 1);
  private final AtomicLong time = new AtomicLong();
  private Shipper small;
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
    small = new Shipper(sequencing, smallArchive, clock());
    trail = new AuditTrail(key);
  }

  @AfterEach
  void disconnect() {
    ask("DELETE", "/_data_stream/" + archive.stream());
    ask("DELETE", "/_index_template/" + archive.stream());
    archive.close();
    smallArchive.close();
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
    assertThat(find(other.tenant(), AuditCriteria.ANY, 100))
        .allSatisfy(found -> assertThat(found.entry().clinic()).isEqualTo(other.tenant().value()));
    assertThat(find(new TenantId(UUID.randomUUID()), AuditCriteria.ANY, 100)).isEmpty();
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
    assertThat(count()).isEqualTo(42);
  }

  @Test
  void a_large_archive_rolls_over_and_every_entry_stays_once() {
    ActContext clinic = clinic();
    for (int generation = 1; generation <= 3; generation++) {
      act(clinic, 20);
      all(sequencer.round());
      all(small.round());
      assertThat(indices()).hasSize(generation);
      time.addAndGet(Shipper.QUIET.toSeconds());
    }
    assertThat(positions(clinic.tenant())).isEqualTo(descending(60));
    assertThat(count()).isEqualTo(60);
    String finished = "/.ds-" + archive.stream() + "-000001";
    assertThat(ask("DELETE", finished).status()).isEqualTo(403);
    assertThat(ask("POST", finished + "/_close").status()).isEqualTo(403);
    assertThat(
            ask("PUT", finished + "/_mapping", "{\"properties\":{\"x\":{\"type\":\"keyword\"}}}")
                .status())
        .isEqualTo(403);
  }

  /** The oldest goes as a whole, PostgreSQL keeps all, and filling again does not bring it back. */
  @Test
  void an_index_past_its_years_is_let_go_and_does_not_come_back() throws SQLException {
    ActContext clinic = clinic();
    ActContext quiet = clinic();
    act(quiet, 5);
    threeGenerations(clinic);
    time.addAndGet(Duration.ofDays(5 * 365).toSeconds());
    all(small.round());
    assertThat(indices()).hasSize(3);
    assertThat(reach(clinic).searchableFrom()).isNull();

    time.addAndGet(Duration.ofDays(2 * 366).toSeconds());
    all(small.round());
    assertThat(indices()).hasSize(1);
    assertThat(positions(clinic.tenant()))
        .isEqualTo(descending(60).stream().filter(position -> position >= 40).toList());
    assertThat(positions(quiet.tenant())).isEmpty();
    AuditTrail.Reach reach = reach(clinic);
    assertThat(required(reach.searchableFrom()).position()).isEqualTo(40);
    assertThat(required(reach.searchable()).position()).isEqualTo(59);
    assertThat(reach(quiet).searchable()).isNull();
    assertThat(newest(clinic, 100)).hasSize(60);

    assertThat(ask("DELETE", "/_data_stream/" + archive.stream()).is(200)).isTrue();
    act(quiet, 1);
    all(sequencer.round());
    all(small.round());
    assertThat(positions(clinic.tenant())).hasSize(20);
    assertThat(positions(quiet.tenant())).containsExactly(5L);
    assertThat(count()).isEqualTo(21);
  }

  /** The engine still refuses everyone else, and a crash between the note and the deletion. */
  @Test
  void a_crash_before_the_index_is_deleted_only_keeps_it_a_little_longer() throws SQLException {
    ActContext clinic = clinic();
    threeGenerations(clinic);
    assertThat(ask("DELETE", "/" + indices().getFirst()).status()).isEqualTo(403);
    execute("update audit.shipped set first = 20");
    all(new Shipper(pools.getLast(), smallArchive, clock()).round());
    assertThat(indices()).hasSize(3);
    assertThat(positions(clinic.tenant())).isEqualTo(descending(60));
    time.addAndGet(Duration.ofDays(7 * 366).toSeconds());
    all(new Shipper(pools.getLast(), smallArchive, clock()).round());
    assertThat(indices()).hasSize(1);
    assertThat(required(reach(clinic).searchableFrom()).position()).isEqualTo(40);
  }

  private void threeGenerations(ActContext clinic) {
    for (int generation = 0; generation < 3; generation++) {
      act(clinic, 20);
      all(sequencer.round());
      all(small.round());
      time.addAndGet(Shipper.QUIET.toSeconds());
    }
    assertThat(indices()).hasSize(3);
  }

  @Test
  void after_a_crash_between_sending_and_noting_it_nothing_rolls_over_until_it_is_made_up_for()
      throws SQLException {
    ActContext one = clinic();
    ActContext other = clinic();
    act(one, 40);
    act(other, 10);
    all(sequencer.round());
    all(small.round());
    // what the database says after a crash in between: sent, but not known to have arrived
    execute("update audit.shipped set size = 7 where size = 40");
    time.addAndGet(Shipper.QUIET.toSeconds() * 2);
    act(other, 1);
    all(sequencer.round());
    // first of all another clinic's entry: the one that waits must still hold the rollover back
    execute("update audit.shipped set tried_at = now() + interval '1 day' where size = 7");
    Shipper restarted = new Shipper(pools.getLast(), smallArchive, clock());
    assertThat(restarted.round().block(PATIENCE)).isEqualTo(34);
    assertThat(indices()).hasSize(1);
    assertThat(count()).isEqualTo(51);

    time.addAndGet(Shipper.QUIET.toSeconds() * 2);
    act(one, 5);
    all(sequencer.round());
    all(restarted.round());
    assertThat(indices()).hasSize(2);
    assertThat(positions(one.tenant())).isEqualTo(descending(45));
    assertThat(count()).isEqualTo(56);
  }

  @Test
  void a_crash_right_after_the_rollover_is_harmless() throws SQLException {
    ActContext clinic = clinic();
    act(clinic, 12);
    all(sequencer.round());
    all(small.round());
    time.addAndGet(Shipper.QUIET.toSeconds());
    act(clinic, 12);
    all(sequencer.round());
    // the round that rolls over ends with it; a new process goes on, and finds an open index
    assertThat(small.round().block(PATIENCE)).isOne();
    assertThat(indices()).hasSize(2);
    ask("PUT", "/" + indices().getFirst() + "/_settings", "{\"index.blocks.metadata\":false}");
    try (AuditArchive again = AuditArchive.at(openSearch(), prefix)) {
      all(new Shipper(pools.getLast(), again, clock()).round());
    }
    assertThat(positions(clinic.tenant())).isEqualTo(descending(24));
    assertThat(count()).isEqualTo(24);
    assertThat(ask("DELETE", "/" + indices().getFirst()).status()).isEqualTo(403);
  }

  @Test
  void an_archive_that_came_back_empty_by_itself_is_filled_again() {
    ActContext clinic = clinic();
    act(clinic, 30);
    all(sequencer.round());
    all(shipper.round());
    assertThat(ask("DELETE", "/_data_stream/" + archive.stream()).is(200)).isTrue();
    assertThat(ask("PUT", "/_data_stream/" + archive.stream()).is(200)).isTrue();
    act(clinic, 1);
    all(sequencer.round());
    all(shipper.round());
    assertThat(positions(clinic.tenant())).isEqualTo(descending(31));
    assertThat(count()).isEqualTo(31);
  }

  @Test
  void large_entries_go_in_rounds_of_bounded_size() throws SQLException {
    ActContext clinic = clinic();
    act(clinic, 30);
    all(sequencer.round());
    Shipment waiting =
        required(
            new ShippingSequencerStore(pools.getLast())
                .waiting(1_000, 1)
                .collectList()
                .map(entries -> {
                  assertThat(entries).hasSize(1);
                  return entries.getFirst();
                })
                .block(PATIENCE));
    assertThat(waiting.position()).isZero();
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
  void what_was_read_ahead_is_forgotten_when_somebody_else_went_on() throws SQLException {
    ActContext clinic = clinic();
    List<Something> acts = IntStream.range(0, 3 * Shipper.BATCH).mapToObj(Something::new).toList();
    transactions
        .inTransaction(clinic, open -> log.appendAll(open, acts).thenReturn(true))
        .block(PATIENCE);
    all(sequencer.round());
    Shipper second = new Shipper(pool("sequencer"), archive, Clock.systemUTC());

    assertThat(shipper.round().block(PATIENCE)).as("the archive is new").isOne();
    assertThat(shipper.round().block(PATIENCE)).isEqualTo(Shipper.BATCH);
    assertThat(second.round().block(PATIENCE)).isEqualTo(Shipper.BATCH);
    assertThat(shipper.round().block(PATIENCE)).isEqualTo(Shipper.BATCH);
    assertThat(second.round().block(PATIENCE)).isZero();
    assertThat(count()).isEqualTo(3 * Shipper.BATCH);

    // its read-ahead ends where the log ended, and the copy begins anew
    execute("update audit.shipped set size = 0, sent = 0");
    assertThat(shipper.round().block(PATIENCE)).isEqualTo(Shipper.BATCH);
    execute("update audit.shipped set size = 0, sent = 0");
    all(shipper.round());
    assertThat(count()).isEqualTo(3 * Shipper.BATCH);
    assertThat(reach(clinic).searchable()).isEqualTo(reach(clinic).sequenced());
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
    assertThatThrownBy(() ->
            new AuditSearch(away)
                .find(clinic.tenant(), AuditCriteria.ANY, AuditPage.first(10))
                .block(PATIENCE))
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
  void a_wiped_archive_is_filled_again_from_postgresql_though_nothing_new_happens() {
    ActContext clinic = clinic();
    act(clinic, 30);
    all(sequencer.round());
    all(shipper.round());
    assertThat(ask("DELETE", "/_data_stream/" + archive.stream()).is(200)).isTrue();
    assertThat(ask("DELETE", "/_index_template/" + archive.stream()).is(200)).isTrue();
    assertThatThrownBy(() -> find(clinic.tenant(), AuditCriteria.ANY, 10))
        .isInstanceOf(ArchiveUnavailableException.class);

    all(shipper.round());
    assertThat(positions(clinic.tenant())).isEqualTo(descending(30));
  }

  @Test
  void the_engine_refuses_to_change_or_remove_an_entry() {
    ActContext clinic = clinic();
    act(clinic, 3);
    all(sequencer.round());
    all(shipper.round());
    List<SequencedEntry> before = find(clinic.tenant(), AuditCriteria.ANY, 10);
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
    assertThat(ask("PUT", "/" + archive.stream() + "/_doc/" + id, forged).status()).isEqualTo(400);
    for (String type : List.of("position", "added")) {
      String mapping = "{\"properties\":{\"" + type + "\":{\"type\":\"keyword\"}}}";
      assertThat(ask("PUT", "/" + archive.stream() + "/_mapping", mapping).status()).isEqualTo(403);
      assertThat(ask("PUT", index + "/_mapping", mapping).status()).isEqualTo(403);
    }
    for (String setting :
        List.of("{\"index.append_only.enabled\":false}", "{\"index.refresh_interval\":\"-1\"}")) {
      assertThat(ask("PUT", index + "/_settings", setting).status()).isEqualTo(403);
    }
    assertThat(ask("POST", index + "/_close").status()).isEqualTo(403);
    assertThat(ask("DELETE", index).status()).isEqualTo(403);
    assertThat(ask("POST", "/" + archive.stream() + "/_rollover").status()).isEqualTo(403);
    ask("POST", "/" + archive.stream() + "/_refresh", "{}");
    assertThat(find(clinic.tenant(), AuditCriteria.ANY, 10)).isEqualTo(before);
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

    String entry = newest.get(3).entry().id().toString();

    List<AuditCriteria> searches =
        List.of(
            AuditCriteria.ANY,
            criteria("actions", "test.odd"),
            criteria("actions", "test.odd,test.even"),
            criteria("actor", "person-1"),
            criteria("role", "owner"),
            criteria("purpose", "ADMIN"),
            criteria("purpose", "AUDIT"),
            criteria("outcome", "refused"),
            criteria("from", middle.toString()),
            criteria("to", middle.toString()),
            criteria("from", middle.minusSeconds(315_360_000).toString()),
            criteria("objectType", "thing"),
            criteria("objectType", "thing", "objectId", "thing-2"),
            criteria("correlation", correlation),
            criteria("subject", PERSON),
            criteria("subject", "ff".repeat(32)),
            criteria("word", "owner"),
            criteria("word", correlation),
            criteria("word", entry),
            criteria("word", "2"),
            criteria("word", "nowhere"),
            criteria("actions", "test.even", "role", "owner", "outcome", "success"));
    for (AuditCriteria criteria : searches) {
      List<SequencedEntry> expected = newest.stream().filter(criteria::matches).toList();
      assertThat(find(clinic.tenant(), criteria, 50)).as("%s", criteria).isEqualTo(expected);
      AuditCounts.Facets facets =
          required(search.facets(clinic.tenant(), criteria).block(PATIENCE));
      assertThat(facets).as("%s", criteria).isEqualTo(AuditCounts.facets(newest, criteria));
      assertThat(facets.total()).isEqualTo(expected.size());
      for (AuditCounts.Step step : AuditCounts.Step.values()) {
        assertThat(search.timeline(clinic.tenant(), criteria, step).block(PATIENCE))
            .as("%s by %s", criteria, step)
            .isEqualTo(AuditCounts.timeline(newest, criteria, step));
      }
    }
  }

  @Test
  void the_parts_of_one_search_stay_the_same_while_the_log_grows() {
    ActContext clinic = clinic();
    act(clinic, 60);
    all(sequencer.round());
    all(shipper.round());
    List<Long> seen = new ArrayList<>();
    @Nullable Long before = null;
    for (int part = 0; part < 7; part++) {
      AuditPage page = new AuditPage(59L, before, 10);
      List<SequencedEntry> found =
          required(search.find(clinic.tenant(), AuditCriteria.ANY, page).block(PATIENCE));
      found.forEach(one -> seen.add(one.position()));
      before = seen.getLast();
      act(clinic, 3);
      all(sequencer.round());
      all(shipper.round());
    }
    assertThat(seen).isEqualTo(descending(60));
  }

  private static AuditCriteria criteria(String... namesAndValues) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      given.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    String actions = given.get("actions");
    return new AuditCriteria(
        instant(given.get("from")),
        instant(given.get("to")),
        actions == null ? List.of() : List.of(actions.split(",")),
        given.get("actor"),
        given.get("role"),
        given.get("purpose"),
        given.get("outcome"),
        given.get("objectType"),
        given.get("objectId"),
        given.get("correlation"),
        given.get("subject"),
        given.get("word"));
  }

  private static @Nullable Instant instant(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }

  private List<SequencedEntry> find(TenantId clinic, AuditCriteria criteria, int size) {
    return required(search.find(clinic, criteria, AuditPage.first(size)).block(PATIENCE));
  }

  private List<Long> positions(TenantId clinic) {
    List<Long> positions = new ArrayList<>();
    @Nullable Long before = null;
    List<SequencedEntry> page;
    do {
      page =
          required(
              search
                  .find(clinic, AuditCriteria.ANY, new AuditPage(null, before, 50))
                  .block(PATIENCE));
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

  private static URI openSearch() {
    return URI.create(TestServers.running().openSearchUrl());
  }

  /** The real time, later by what {@link #time} says. */
  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Instant instant() {
        return Clock.systemUTC().instant().plusSeconds(time.get());
      }
    };
  }

  private List<String> indices() {
    List<String> names = new ArrayList<>();
    for (JsonNode index :
        ask("GET", "/_data_stream/" + archive.stream())
            .ok()
            .path("data_streams")
            .path(0)
            .path("indices")) {
      names.add(index.path("index_name").asString(""));
    }
    return names;
  }

  /** All documents, doubles too. */
  private long count() {
    return ask("GET", "/" + archive.stream() + "/_count").ok().path("count").asLong();
  }

  private static ActContext clinic() {
    return new ActContext(
        new TenantId(UUID.randomUUID()),
        Actor.system(Actor.Component.PROVISIONING),
        UUID.randomUUID());
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
      return count % 2 == 0 ? AuditObject.of("thing", "thing-" + count) : AuditObject.of("thing");
    }

    @Override
    public @Nullable SubjectPseudonym subject() {
      return count == 2 ? new SubjectPseudonym(PERSON) : null;
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
