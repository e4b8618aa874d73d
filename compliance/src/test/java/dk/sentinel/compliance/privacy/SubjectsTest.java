package dk.sentinel.compliance.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.audit.AuditTrail;
import dk.sentinel.compliance.audit.FileLogKey;
import dk.sentinel.compliance.audit.LogKey;
import dk.sentinel.compliance.audit.Sequencer;
import dk.sentinel.compliance.audit.proof.Checkpoint;
import dk.sentinel.compliance.audit.proof.Frontier;
import dk.sentinel.compliance.audit.proof.Hashes;
import dk.sentinel.compliance.audit.proof.SignedNote;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.Actor;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import dk.sentinel.infra.testing.TestDatabase;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** Promise 6, erasable: a person is known by a key that the clinic alone has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SubjectsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final AuditLog AUDIT = AuditLog.inPostgres(Clock.systemUTC());
  private static final String NANCY = "2512489996";
  private static final String BRUNO = "0201609995";

  private TestDatabase database;
  private ConnectionPool pool;
  private TenantTransactions transactions;
  private Subjects subjects;

  @BeforeAll
  void connect(@TempDir Path keys) {
    database = TestDatabase.migrated("compliance");
    pool =
        new ConnectionPool(
            ConnectionPoolConfiguration.builder(database.reactiveAs("app")).maxSize(6).build());
    transactions = new TenantTransactions(pool);
    subjects = new Subjects(MasterKey.open(keys, true), AUDIT);
  }

  @AfterAll
  void disconnect() {
    pool.dispose();
    database.close();
  }

  @Test
  void the_same_number_is_the_same_subject_every_time() {
    ActContext clinic = newClinic();
    Subject first = identify(clinic, NANCY);
    assertThat(identify(clinic, NANCY)).isEqualTo(first);
    assertThat(identify(clinic, BRUNO).id()).isNotEqualTo(first.id());
  }

  @Test
  void the_neighbour_knows_the_same_person_as_another_subject() {
    Subject here = identify(newClinic(), NANCY);
    Subject there = identify(newClinic(), NANCY);
    assertThat(there.id()).isNotEqualTo(here.id());
    assertThat(there.pseudonym()).isNotEqualTo(here.pseudonym());
  }

  @Test
  void the_neighbours_lookup_is_another_one_too() throws SQLException {
    ActContext here = newClinic();
    ActContext there = newClinic();
    identify(here, NANCY);
    identify(there, NANCY);
    assertThat(lookupOf(here)).isNotEqualTo(lookupOf(there));
  }

  @Test
  void many_people_are_identified_at_once() {
    ActContext clinic = newClinic();
    List<String> numbers =
        IntStream.range(0, 1_000).mapToObj(n -> String.format("710170%04d", n)).toList();
    Map<String, Subject> found = identify(clinic, numbers);
    assertThat(found).hasSize(1_000);
    Set<UUID> ids = new HashSet<>();
    found.values().forEach(subject -> ids.add(subject.id()));
    assertThat(ids).hasSize(1_000);
    assertThat(identify(clinic, numbers)).isEqualTo(found);
  }

  @Test
  void two_senders_at_the_same_moment_find_the_same_subjects() {
    ActContext clinic = newClinic();
    List<String> forwards = List.of(NANCY, BRUNO, "7101700001", "7101700002");
    List<String> backwards = List.of("7101700002", "7101700001", BRUNO, NANCY);
    List<Map<String, Subject>> answers =
        Flux.range(0, 12)
            .flatMap(
                n ->
                    transactions.inTransaction(
                        clinic, tx -> subjects.identify(tx, n % 2 == 0 ? forwards : backwards)),
                6)
            .collectList()
            .block(PATIENCE);
    assertThat(answers).hasSize(12);
    assertThat(new HashSet<>(Objects.requireNonNull(answers))).hasSize(1);
  }

  @Test
  void with_a_persons_key_their_pseudonym_is_gone_for_good() throws SQLException {
    ActContext clinic = newClinic();
    Subject before = identify(clinic, NANCY);
    execute("delete from privacy.subject_key where subject_id = ?", before.id());
    Subject after = identify(clinic, NANCY);
    assertThat(after.pseudonym()).isNotEqualTo(before.pseudonym());
  }

  /** The whole promise: recorded, sequenced, erased; unattributable, and proven as before. */
  @Test
  void an_erased_person_is_tied_to_nothing_and_every_proof_still_verifies(@TempDir Path keys)
      throws Exception {
    ActContext clinic = newClinic();
    LogKey key = FileLogKey.open(keys, "sentinel.example/log", true);
    Subject nancy = identify(clinic, NANCY);
    Subject bruno = identify(clinic, BRUNO);
    transactions
        .inTransaction(
            clinic, tx -> AUDIT.append(tx, new Seen(nancy)).then(AUDIT.append(tx, new Seen(bruno))))
        .block(PATIENCE);
    String before = sequenced(clinic, key);
    List<byte[]> wrapped = allWrappedKeys();

    assertThat(erase(clinic, NANCY)).isTrue();
    String after = sequenced(clinic, key);

    assertThat(find(clinic, NANCY)).isNull();
    assertThat(find(clinic, BRUNO)).isEqualTo(bruno);
    Subject again = identify(clinic, NANCY);
    assertThat(again.id()).isNotEqualTo(nancy.id());
    assertThat(again.pseudonym()).isNotEqualTo(nancy.pseudonym());
    assertThat(pseudonymsFromEverythingKept(clinic, wrapped))
        .contains(bruno.pseudonym().value())
        .doesNotContain(nancy.pseudonym().value());
    assertThat(entries(clinic))
        .hasSize(3)
        .element(0)
        .asString()
        .contains(nancy.pseudonym().value());
    assertThat(entries(clinic).get(2))
        .contains("\"subject.erase\"", "\"DSR\"")
        .doesNotContain(nancy.pseudonym().value(), nancy.id().toString());
    verify(clinic, key, before, 2);
    verify(clinic, key, after, 3);
  }

  @Test
  void who_is_not_known_cannot_be_erased_and_the_attempt_is_recorded() throws SQLException {
    ActContext clinic = newClinic();
    assertThat(erase(clinic, NANCY)).isFalse();
    assertThat(entries(clinic)).singleElement().asString().contains("unknown-person", "refused");
  }

  @Test
  void the_neighbours_erasure_changes_nothing_here() {
    ActContext here = newClinic();
    ActContext there = newClinic();
    Subject mine = identify(here, NANCY);
    identify(there, NANCY);
    assertThat(erase(there, NANCY)).isTrue();
    assertThat(identify(here, NANCY)).isEqualTo(mine);
  }

  @Test
  void a_persons_key_opens_for_no_other_person_and_no_other_clinic() throws SQLException {
    ActContext clinic = newClinic();
    Subject nancy = identify(clinic, NANCY);
    Subject bruno = identify(clinic, BRUNO);
    execute(
        "update privacy.subject_key set wrapped = (select wrapped from privacy.subject_key"
            + " where subject_id = '"
            + bruno.id()
            + "') where subject_id = ?",
        nancy.id());
    assertThatThrownBy(() -> identify(clinic, NANCY))
        .hasMessageContaining("does not fit the key that should open it");
  }

  @Test
  void no_key_tells_itself(@TempDir Path keys) throws IOException {
    MasterKey master = MasterKey.open(keys, true);
    LogKey log = FileLogKey.open(keys, "sentinel.example/log", true);
    String said = master + " " + log + " " + new Envelope(Envelope.newKey());
    byte[] secret = Files.readAllBytes(keys.resolve("pseudonym-master.key"));
    assertThat(said)
        .doesNotContain(HexFormat.of().formatHex(secret))
        .doesNotContain(Base64.getEncoder().encodeToString(secret))
        .doesNotContain(Files.readAllLines(keys.resolve("log-signing.key")).getFirst());
  }

  private record Seen(Subject person) implements AuditAct {
    @Override
    public String action() {
      return "test.see";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("thing");
    }

    @Override
    public Outcome outcome() {
      return Outcome.SUCCESS;
    }

    @Override
    public Purpose purpose() {
      return Purpose.QUALITY_42D;
    }

    @Override
    public SubjectPseudonym subject() {
      return person.pseudonym();
    }
  }

  private boolean erase(ActContext clinic, String number) {
    return Boolean.TRUE.equals(
        transactions.inTransaction(clinic, tx -> subjects.erase(tx, number)).block(PATIENCE));
  }

  private @Nullable Subject find(ActContext clinic, String number) {
    return transactions.inTransaction(clinic, tx -> subjects.find(tx, number)).block(PATIENCE);
  }

  /** Sequences everything and gives the clinic's newest checkpoint. */
  private String sequenced(ActContext clinic, LogKey key) {
    ConnectionPool sequencing =
        new ConnectionPool(
            ConnectionPoolConfiguration.builder(database.reactiveAs("sequencer"))
                .maxSize(1)
                .build());
    new Sequencer(sequencing, key, Clock.systemUTC()).round().block(PATIENCE);
    sequencing.dispose();
    return Objects.requireNonNull(
        transactions.inTransaction(clinic, new AuditTrail(key)::checkpoint).block(PATIENCE));
  }

  private void verify(ActContext clinic, LogKey key, String checkpoint, int size)
      throws SQLException {
    SignedNote note = SignedNote.parse(checkpoint);
    Frontier tree = Frontier.empty();
    for (String entry : entries(clinic).subList(0, size)) {
      tree = tree.append(Hashes.leaf(entry.getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(note.signedBy(key.verifierFor(clinic.tenant().value()))).isTrue();
    assertThat(Checkpoint.parse(note.text()).size()).isEqualTo(size);
    assertThat(Checkpoint.parse(note.text()).root()).isEqualTo(tree.root());
  }

  private List<String> entries(ActContext clinic) throws SQLException {
    return strings(
        "select convert_from(canonical, 'UTF8') from audit.entry where clinic_id = '"
            + clinic.tenant()
            + "' order by entry_id");
  }

  private List<byte[]> allWrappedKeys() throws SQLException {
    return strings("select encode(wrapped, 'hex') from privacy.subject_key").stream()
        .map(HexFormat.of()::parseHex)
        .toList();
  }

  /**
   * Whoever has the master key and everything that is in the database now: each key that is kept,
   * opened for each person that is kept.
   */
  private List<String> pseudonymsFromEverythingKept(ActContext clinic, List<byte[]> before)
      throws SQLException {
    assertThat(allWrappedKeys().size()).isLessThanOrEqualTo(before.size());
    List<String> made = new ArrayList<>();
    String of = " where clinic_id = '" + clinic.tenant() + "'";
    for (String lookup : strings("select encode(lookup, 'hex') from privacy.subject" + of)) {
      for (String number : List.of(NANCY, BRUNO)) {
        Subject found = find(clinic, number);
        if (found != null) {
          made.add(found.pseudonym().value());
        }
        assertThat(lookup).isNotEqualTo(number);
      }
    }
    return made;
  }

  private List<String> strings(String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = database.connectAsSuperuser();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  @Test
  void no_number_is_in_any_table() throws SQLException {
    ActContext clinic = newClinic();
    identify(clinic, NANCY);
    for (String table : List.of("subject", "subject_key", "clinic_key")) {
      try (Connection connection = database.connectAsSuperuser();
          PreparedStatement rows =
              connection.prepareStatement(
                  "select count(*) from privacy." + table + " t where t::text like ?")) {
        rows.setString(1, "%" + NANCY + "%");
        try (ResultSet found = rows.executeQuery()) {
          found.next();
          assertThat(found.getInt(1)).isZero();
        }
      }
    }
  }

  @Test
  void another_master_key_opens_nothing(@TempDir Path otherKeys) {
    ActContext clinic = newClinic();
    identify(clinic, NANCY);
    Subjects strangers = new Subjects(MasterKey.open(otherKeys, true), AUDIT);
    assertThatThrownBy(() ->
            transactions
                .inTransaction(clinic, tx -> strangers.identify(tx, List.of(NANCY)))
                .block(PATIENCE))
        .hasMessageContaining("does not fit the master key");
  }

  @Test
  void the_master_key_is_the_same_after_a_restart_and_only_its_owner_reads_it(@TempDir Path keys)
      throws IOException {
    ActContext clinic = newClinic();
    Subject before = only(transactions, new Subjects(MasterKey.open(keys, true), AUDIT), clinic);
    assertThat(only(transactions, new Subjects(MasterKey.open(keys, false), AUDIT), clinic))
        .isEqualTo(before);
    try (var files = Files.list(keys)) {
      assertThat(files.toList())
          .singleElement()
          .satisfies(file ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                  .isEqualTo("rw-------"));
    }
  }

  @Test
  void production_brings_its_master_key_and_makes_none(@TempDir Path empty) {
    assertThatThrownBy(() -> MasterKey.open(empty, false))
        .hasMessageContaining("production keys are brought, not made");
  }

  private static Subject only(
      TenantTransactions transactions, Subjects subjects, ActContext clinic) {
    Map<String, Subject> found =
        transactions
            .inTransaction(clinic, tx -> subjects.identify(tx, List.of(NANCY)))
            .block(PATIENCE);
    return Objects.requireNonNull(Objects.requireNonNull(found).get(NANCY));
  }

  private Subject identify(ActContext clinic, String number) {
    return Objects.requireNonNull(identify(clinic, List.of(number)).get(number));
  }

  private Map<String, Subject> identify(ActContext clinic, Collection<String> numbers) {
    return Objects.requireNonNull(
        transactions.inTransaction(clinic, tx -> subjects.identify(tx, numbers)).block(PATIENCE));
  }

  private ActContext newClinic() {
    UUID id = UUID.randomUUID();
    String cvr = String.format("%08d", Math.floorMod(id.getLeastSignificantBits(), 100_000_000L));
    try {
      execute(
          "insert into tenancy.clinic (clinic_id, cvr, name, region, created_at)"
              + " values (?, '"
              + cvr
              + "', 'Test', 'DK-84', now())",
          id);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new ActContext(
        new TenantId(id), Actor.system(Actor.Component.PROVISIONING), UUID.randomUUID());
  }

  private void execute(String sql, UUID id) throws SQLException {
    try (Connection connection = database.connectAsSuperuser();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, id);
      statement.executeUpdate();
    }
  }

  private String lookupOf(ActContext clinic) throws SQLException {
    try (Connection connection = database.connectAsSuperuser();
        PreparedStatement statement =
            connection.prepareStatement(
                "select encode(lookup, 'hex') from privacy.subject where clinic_id = ?")) {
      statement.setObject(1, clinic.tenant().value());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
