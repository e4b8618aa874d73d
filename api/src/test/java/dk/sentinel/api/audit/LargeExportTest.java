package dk.sentinel.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.api.ScriptedIssuer;
import dk.sentinel.compliance.audit.proof.Checkpoint;
import dk.sentinel.compliance.audit.proof.Frontier;
import dk.sentinel.compliance.audit.proof.Hashes;
import dk.sentinel.compliance.audit.proof.SignedNote;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log of 200,000 entries leaves the API at its reader's pace, and holds nothing meanwhile. */
final class LargeExportTest extends ApiTest {
  private static final int ENTRIES = 200_000;

  /** Each batch is a full bundle. */
  private static final long BATCHES = ENTRIES / 256;

  private static final long DEADLINE = Duration.ofMinutes(3).toNanos();

  private TestClinic clinic;

  /** Shipping this many would only take time from the machine. */
  @Override
  protected String openSearch() {
    return "http://127.0.0.1:1";
  }

  @BeforeAll
  void aLargeLog() throws Exception {
    clinic = newClinic("99000007", "100001");
    as(clinic.owner()).get().uri("/me").exchange().expectStatus().isOk();
    try (Connection connection = database().connectAsSuperuser();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                with recorded as (
                  insert into audit.entry (clinic_id, entry_id, recorded_at, canonical)
                  select ?, lpad(to_hex(n), 32, '0')::uuid, now(),
                         convert_to(
                           '{"action":"audit.read","actor":{"id":"somebody","kind":"person",'
                           || '"role":"auditor"},"basis":{"legal":"eu:gdpr:28.3.h"},"clinic":"'
                           || ? || '","correlation":"00000000-0000-4000-8000-000000000000",'
                           || '"details":{"count":1,"first":' || n || '},"id":"'
                           || lpad(to_hex(n), 32, '0')::uuid || '","object":{"type":"audit-log"},'
                           || '"origin":{"address":"192.0.2.7","client":"firefox"},'
                           || '"outcome":"success","purpose":"AUDIT",'
                           || '"recordedAt":"2026-01-01T00:00:00Z","v":2}', 'UTF8')
                    from generate_series(1, ?) n returning clinic_id, entry_id)
                insert into audit.pending select clinic_id, entry_id from recorded
                """)) {
      insert.setObject(1, clinic.id());
      insert.setString(2, clinic.id().toString());
      insert.setInt(3, ENTRIES);
      insert.executeUpdate();
    }
    long deadline = System.nanoTime() + DEADLINE;
    while (head().size() < ENTRIES) {
      assertThat(System.nanoTime()).as("numbered in time").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }
  }

  @Test
  void every_entry_arrives_and_hashes_to_what_was_signed() throws Exception {
    Checkpoint before = head();
    Frontier tree = Frontier.empty();
    try (HttpClient http = HttpClient.newHttpClient();
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    http.send(request("ndjson"), HttpResponse.BodyHandlers.ofInputStream()).body(),
                    StandardCharsets.UTF_8))) {
      for (long at = 0; at < before.size(); at++) {
        String line = Objects.requireNonNull(lines.readLine());
        tree = tree.append(Hashes.leaf(line.getBytes(StandardCharsets.UTF_8)));
      }
    }
    assertThat(tree.root()).isEqualTo(before.root());
  }

  @Test
  void the_summary_of_a_large_log_is_a_small_document() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer =
          http.send(request("pdf"), HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).startsWith("%PDF".getBytes(StandardCharsets.US_ASCII));
      assertThat(answer.body().length).isLessThan(1 << 20);
    }
  }

  /**
   * A reader who stops reading stops the export: not more is read from the database than fits into
   * buffers, and no connection to it is held. When the reader goes away, nothing is left.
   */
  @ParameterizedTest
  @ValueSource(strings = {"ndjson", "csv", "fhir"})
  void a_reader_who_stops_holds_no_memory_and_no_connection(String format) throws Exception {
    pause(); // what was committed before is counted with a delay
    long idle = transactions();
    pause();
    long before = transactions();
    long others = before - idle; // loops in the background commit as well
    try (Socket socket = reader(format)) {
      assertThat(socket.getInputStream().readNBytes(1 << 20)).hasSize(1 << 20);
      pause();
      assertThat(transactions() - before - others)
          .as("transactions beside %d of others", others)
          .isLessThan(BATCHES / 2);
      assertThat(held()).isEmpty();
      assertThat(socket.getInputStream().readNBytes(1 << 20)).hasSize(1 << 20);
    }
    pause();
    assertThat(transactions() - before - 2 * others)
        .as("for one who left, beside %d of others", 2 * others)
        .isLessThan(BATCHES / 2);
    assertThat(held()).isEmpty();
  }

  /** The token that began the export is as good as before; the role is not. */
  @ParameterizedTest
  @ValueSource(strings = {"ndjson", "csv", "fhir"})
  void an_export_under_way_ends_with_the_role(String format) throws Exception {
    ScriptedIssuer.Person second = ScriptedIssuer.Person.of("Anden Ejer", clinic.cvr(), false);
    post(
        clinic.owner(),
        clinic.path("/members"),
        Map.of("professionalId", second.id(), "name", second.name(), "role", "owner"));
    try (Socket socket = reader(format, second)) {
      assertThat(socket.getInputStream().readNBytes(1 << 20)).hasSize(1 << 20);
      as(clinic.owner())
          .delete()
          .uri(clinic.path("/members/" + second.id() + "/owner"))
          .exchange()
          .expectStatus()
          .isNoContent();
      clock.set(Duration.ofSeconds(10));
      byte[] rest = socket.getInputStream().readAllBytes();
      assertThat(new String(rest, StandardCharsets.UTF_8).lines().count())
          .as("lines of the rest, which end with: %s", ending(rest))
          .isLessThan(ENTRIES / 2);
      assertThat(ending(rest)).as("the last chunk").doesNotEndWith("\r\n0\r\n\r\n");
    } catch (SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
    assertThat(recorded(clinic.id())).endsWith("access.refuse refused");
  }

  private static String ending(byte[] rest) {
    return new String(
        rest, Math.max(0, rest.length - 200), Math.min(rest.length, 200), StandardCharsets.UTF_8);
  }

  @Test
  void more_readers_leave_in_the_middle_than_there_are_connections() throws Exception {
    for (int reader = 0; reader < 20; reader++) {
      try (Socket socket = reader("ndjson")) {
        assertThat(socket.getInputStream().readNBytes(1 << 10)).hasSize(1 << 10);
      }
    }
    assertThat(head().size()).isGreaterThan(ENTRIES);
    pause();
    assertThat(held()).isEmpty();
  }

  private Socket reader(String format) throws Exception {
    return reader(format, clinic.owner());
  }

  private Socket reader(String format, ScriptedIssuer.Person person) throws Exception {
    URI address = URI.create(address());
    Socket socket = new Socket();
    socket.setReceiveBufferSize(64 << 10);
    socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
    String request =
        "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
            .formatted(path(format), issuer.access(person));
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** Transactions of the application that wait for somebody. The loops' own take milliseconds. */
  private List<String> held() throws Exception {
    List<String> held = new ArrayList<>();
    try (Connection connection = database().connectAsSuperuser();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select state || ' since ' || (clock_timestamp() - xact_start) || ': ' || query
                  from pg_stat_activity
                 where datname = current_database() and usename = 'sentinel_app'
                   and state <> 'idle'
                   and xact_start < clock_timestamp() - interval '1 second'
                """)) {
      while (row.next()) {
        held.add(row.getString(1));
      }
    }
    return held;
  }

  private static void pause() {
    LockSupport.parkNanos(Duration.ofSeconds(4).toNanos());
  }

  /** How many the database has committed: one for each batch, and a few a second for the loops. */
  private long transactions() throws Exception {
    return database()
        .number("select xact_commit from pg_stat_database where datname = current_database()");
  }

  private Checkpoint head() {
    return Checkpoint.parse(
        SignedNote.parse(
                Objects.requireNonNull(
                    as(clinic.owner())
                        .get()
                        .uri(clinic.path("/log/checkpoint"))
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody()))
            .text());
  }

  private HttpRequest request(String format) {
    return HttpRequest.newBuilder(URI.create(address() + path(format)))
        .header("Authorization", "Bearer " + issuer.access(clinic.owner()))
        .build();
  }

  private String path(String format) {
    return clinic.path("/audit/export?format=" + format);
  }
}
