package dk.sentinel.compliance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.compliance.audit.proof.Checkpoint;
import dk.sentinel.compliance.audit.proof.Hashes;
import dk.sentinel.compliance.audit.proof.SignedNote;
import dk.sentinel.infra.testing.TestDatabase;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Logs whose sizes lie at the edges of tiles. What the sequencer kept is compared with a tree that
 * this class computes by the definition, from the entries alone.
 */
final class LogSizesTest {
  private static final List<Integer> SIZES = List.of(0, 1, 255, 256, 257, 65_536, 65_537);

  private final TestDatabase database = TestDatabase.migrated("compliance");
  private ConnectionPool pool;
  private LogKey key;

  @BeforeEach
  void connect(@TempDir Path keys) {
    pool =
        new ConnectionPool(
            ConnectionPoolConfiguration.builder(database.reactiveAs("sequencer"))
                .maxSize(2)
                .build());
    key = FileLogKey.open(keys, "sentinel.example/log", true);
  }

  @AfterEach
  void disconnect() {
    pool.dispose();
    database.close();
  }

  @Test
  void checkpoints_and_tiles_are_what_the_definition_says() throws Exception {
    Map<UUID, Integer> clinics = new LinkedHashMap<>();
    for (int size : SIZES) {
      clinics.put(record(size), size);
    }
    sequenceAll();
    for (Map.Entry<UUID, Integer> clinic : clinics.entrySet()) {
      check(clinic.getKey(), clinic.getValue());
    }
  }

  /** A log grown in many rounds is the log that one round would have made. */
  @Test
  void it_does_not_matter_in_how_many_rounds_a_log_has_grown() throws Exception {
    UUID clinic = UUID.randomUUID();
    int size = 0;
    for (int more : new int[] {1, 254, 1, 1, 255, 600, 2_500}) {
      record(clinic, size, more);
      size += more;
      sequenceAll();
      check(clinic, size);
    }
  }

  private UUID record(int size) throws SQLException {
    UUID clinic = UUID.randomUUID();
    record(clinic, 0, size);
    return clinic;
  }

  private void record(UUID clinic, int from, int count) throws SQLException {
    try (Connection connection = database.connectAsSuperuser();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                with recorded as (
                  insert into audit.entry (clinic_id, entry_id, recorded_at, canonical)
                  select ?, (? || lpad(to_hex(n), 24, '0'))::uuid, now(),
                         convert_to('{"n":' || n || '}', 'UTF8')
                    from generate_series(?::bigint, ?::bigint) n returning clinic_id, entry_id)
                insert into audit.pending select clinic_id, entry_id from recorded
                """)) {
      insert.setObject(1, clinic);
      insert.setString(2, clinic.toString().substring(0, 8));
      insert.setLong(3, from);
      insert.setLong(4, from + count - 1L);
      insert.executeUpdate();
    }
  }

  private void sequenceAll() {
    Sequencer sequencer = new Sequencer(pool, key, Clock.systemUTC());
    Integer taken = 1;
    while (taken != null && taken > 0) {
      taken = sequencer.round().block(Duration.ofSeconds(60));
    }
  }

  private void check(UUID clinic, int size) throws Exception {
    List<byte[]> leaves = new ArrayList<>();
    for (int n = 0; n < size; n++) {
      leaves.add(sha256((byte) 0, ("{\"n\":" + n + "}").getBytes(StandardCharsets.UTF_8)));
    }
    String of = " where clinic_id = '" + clinic + "'";
    assertThat(bytes("select leaf_hash from audit.leaf" + of + " order by position"))
        .as("leaves of %d", size)
        .usingElementComparator(Arrays::compare)
        .containsExactlyElementsOf(leaves);
    checkTiles(of, leaves);
    List<byte[]> notes =
        bytes(
            "select convert_to(note, 'UTF8') from audit.checkpoint"
                + of
                + " order by size desc limit 1");
    if (size == 0) {
      assertThat(notes).isEmpty();
      return;
    }
    SignedNote note = SignedNote.parse(new String(notes.getFirst(), StandardCharsets.UTF_8));
    assertThat(note.signedBy(key.verifierFor(clinic))).isTrue();
    assertThat(Checkpoint.parse(note.text()))
        .isEqualTo(new Checkpoint(key.verifierFor(clinic).name(), size, root(leaves)));
  }

  private void checkTiles(String of, List<byte[]> leaves) throws Exception {
    List<byte[]> hashes = leaves;
    for (int level = 0; level < 4; level++) {
      List<byte[]> tiles = new ArrayList<>();
      List<byte[]> above = new ArrayList<>();
      for (int at = 0; at + 256 <= hashes.size(); at += 256) {
        ByteArrayOutputStream tile = new ByteArrayOutputStream();
        hashes.subList(at, at + 256).forEach(tile::writeBytes);
        tiles.add(tile.toByteArray());
        above.add(root(hashes.subList(at, at + 256)));
      }
      assertThat(
              bytes(
                  "select hashes from audit.tile"
                      + of
                      + " and level = "
                      + level
                      + " order by number"))
          .as("tiles of level %d of %d leaves", level, leaves.size())
          .usingElementComparator(Arrays::compare)
          .containsExactlyElementsOf(tiles);
      hashes = above;
    }
  }

  private List<byte[]> bytes(String query) throws SQLException {
    List<byte[]> found = new ArrayList<>();
    try (Connection connection = database.connectAsSuperuser();
        ResultSet rows = connection.createStatement().executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getBytes(1));
      }
    }
    return found;
  }

  private static byte[] root(List<byte[]> leaves) throws Exception {
    if (leaves.isEmpty()) {
      return Hashes.empty();
    }
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int left = Integer.highestOneBit(leaves.size() - 1);
    return sha256(
        (byte) 1, root(leaves.subList(0, left)), root(leaves.subList(left, leaves.size())));
  }

  private static byte[] sha256(byte prefix, byte[]... parts) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(prefix);
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }
}
