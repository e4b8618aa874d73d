package dk.sentinel.compliance.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.Actor;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import dk.sentinel.infra.testing.TestDatabase;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
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
    subjects = new Subjects(MasterKey.open(keys, true));
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
    Subjects strangers = new Subjects(MasterKey.open(otherKeys, true));
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
    Subject before = only(transactions, new Subjects(MasterKey.open(keys, true)), clinic);
    assertThat(only(transactions, new Subjects(MasterKey.open(keys, false)), clinic))
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
    return new ActContext(new TenantId(id), Actor.system("test"), UUID.randomUUID());
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
