package dk.sentinel.api.ending;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** The package of a very large clinic is made as it is read: its size costs no memory. */
final class LargeTakenAlongTest extends EndingDoor {
  private static final int ENCOUNTERS = 100_000;

  /** As objects the rows would take several times as much. */
  private static final long BOUND = 32L << 20;

  /** The heap is looked at after so many lines. */
  private static final int EACH = 20_000;

  private long most;

  @Test
  void a_hundred_thousand_records_are_never_in_memory_together() throws Exception {
    TestClinic clinic = fullClinic("99000007", "061310");
    addEncounters(clinic);
    Map<String, Integer> lines = new LinkedHashMap<>();
    try (HttpClient http = HttpClient.newHttpClient();
        InputStream body =
            http.send(
                    HttpRequest.newBuilder(URI.create(address() + clinic.path("/export?lang=en")))
                        .header("Authorization", "Bearer " + issuer.access(clinic.owner()))
                        .build(),
                    HttpResponse.BodyHandlers.ofInputStream())
                .body();
        ZipInputStream zip = new ZipInputStream(body, StandardCharsets.UTF_8)) {
      long before = used();
      for (ZipEntry file = zip.getNextEntry(); file != null; file = zip.getNextEntry()) {
        lines.put(file.getName(), lines(zip, before));
      }
    }
    int stored = ENCOUNTERS + 1;
    assertThat(lines.get("data/fhir/contacts.ndjson")).isEqualTo(stored);
    assertThat(lines.get("data/csv/contacts.csv")).isEqualTo(stored + 1);
    assertThat(lines.get("data/csv/source-records.csv")).isGreaterThan(stored);
    assertThat(lines).containsKey("log/checkpoint");
    assertThat(most).as("bytes of heap beside what was there before").isLessThan(BOUND);
  }

  private void addEncounters(TestClinic clinic) throws Exception {
    try (Connection connection = database().connectAsSuperuser();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                with sample as (
                  select e.*, s.system_id, s.receipt_id from databank.encounter e
                    join databank.source_record s using (clinic_id, record_id)
                   where e.clinic_id = ?),
                source as (
                  insert into databank.source_record
                  select clinic_id, system_id, 'Encounter', encode(sha256(n::text::bytea), 'hex'), 1,
                         sha256(n::text::bytea), md5(n::text)::uuid, receipt_id
                    from sample, generate_series(1, ?) n)
                insert into databank.encounter
                select clinic_id, md5(n::text)::uuid, subject_id, on_day, ydernummer, received_at
                  from sample, generate_series(1, ?) n
                """)) {
      insert.setObject(1, clinic.id());
      insert.setInt(2, ENCOUNTERS);
      insert.setInt(3, ENCOUNTERS);
      assertThat(insert.executeUpdate()).isEqualTo(ENCOUNTERS);
    }
  }

  private int lines(InputStream file, long before) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(file, StandardCharsets.ISO_8859_1));
    int lines = 0;
    while (reader.readLine() != null) {
      lines++;
      if (lines % EACH == 0) {
        most = Math.max(most, used() - before);
      }
    }
    return lines;
  }

  /** What is reachable, in bytes. */
  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
