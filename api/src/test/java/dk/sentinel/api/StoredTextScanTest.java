package dk.sentinel.api;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.infra.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scan of what a test class stored finds what may not be there: planted, so that it must. */
final class StoredTextScanTest {
  private static final byte[] MESSAGE =
      "{\"note\":[{\"text\":\"ondt i venstre knae\"}]}".getBytes(StandardCharsets.UTF_8);

  @Test
  void what_belongs_there_is_not_found() throws SQLException {
    assertThat(
            scan(
                "{\"actor\":{\"id\":\"018f0000-0000-4000-8000-000000000002\"},"
                    + "\"authTime\":\"2026-01-02T03:04:05.678Z\",\"iat\":1795249000,"
                    + "\"subject\":\"0101901234aa0101901234\"}"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2512489996", "251248-9996", "251248 9996", "8512489996"})
  void a_number_like_a_cpr_number_is_found(String number) throws SQLException {
    assertThat(scan("{\"details\":{\"found\":\"" + number + "\"}}"))
        .containsExactly("audit.entry.canonical: a number like a CPR number");
  }

  @Test
  void what_somebody_wrote_is_found() throws SQLException {
    assertThat(scan("{\"details\":{\"note\":\"ondt i venstre knae\"}}"))
        .containsExactly("audit.entry.canonical: what somebody wrote in a message");
  }

  @Test
  void a_name_in_the_log_is_found() throws SQLException {
    assertThat(scan("{\"actor\":{\"id\":\"Anna Ejer\"}}"))
        .containsExactly("audit.entry.canonical: a name");
  }

  private static Set<String> scan(String planted) throws SQLException {
    try (TestDatabase database = TestDatabase.migrated("compliance", "api");
        Connection connection = database.connectAsSuperuser();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into audit.entry values (?, ?, now(), convert_to(?, 'UTF8'))")) {
      insert.setObject(1, UUID.randomUUID());
      insert.setObject(2, UUID.randomUUID());
      insert.setString(3, planted);
      insert.executeUpdate();
      StoredTextScan scan = new StoredTextScan();
      scan.sent(MESSAGE);
      scan.name("Anna Ejer");
      return scan.findings(connection);
    }
  }
}
