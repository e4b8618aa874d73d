package dk.sentinel.api.ending;

import static org.assertj.core.api.Assertions.assertThat;

import com.lowagie.text.pdf.PdfReader;
import com.lowagie.text.pdf.parser.PdfTextExtractor;
import dk.sentinel.api.capture.TestBundle;
import dk.sentinel.compliance.audit.proof.verify.LogCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the days are over everything goes, whatever happens in between, and the log tells. */
final class DeletionTest extends EndingDoor {
  private static final String WAITING =
      "from pg_stat_activity where usename = 'sentinel_eraser' and datname = current_database()"
          + " and wait_event_type = 'Lock'";

  @TempDir Path scratch;

  private int left(TestClinic clinic) {
    Map<String, Integer> rows = rowsByTable(clinic.id());
    return ERASED.stream().mapToInt(table -> Objects.requireNonNull(rows.get(table))).sum();
  }

  private static int counted(Map<?, ?> termination) {
    return ((List<?>) Objects.requireNonNull(termination.get("gone")))
        .stream()
            .map(each -> (Map<?, ?>) Objects.requireNonNull(each))
            .filter(
                each -> !List.of("roles", "permissions", "ydernumre").contains(each.get("kind")))
            .mapToInt(each -> ((Number) Objects.requireNonNull(each.get("count"))).intValue())
            .sum();
  }

  @Test
  void step_by_step_everything_goes_and_the_counts_are_those_of_the_rows() throws Exception {
    TestClinic clinic = fullClinic("99000007", "061310");
    TestClinic neighbour = fullClinic("99000015", "061320");
    terminate(clinic);
    Map<String, Integer> neighbours = rowsByTable(neighbour.id());
    List<String> neighboursLog = entries(neighbour.id());
    Map<String, Integer> before = rowsByTable(clinic.id());
    int all = left(clinic);
    List<String> keys =
        texts(
            "select left(encode(sha256(wrapped), 'hex'), 16) from (select clinic_id, wrapped from"
                + " privacy.subject_key union all select clinic_id, wrapped from"
                + " privacy.clinic_key) k where clinic_id = '"
                + clinic.id()
                + "' order by 1");
    for (String table : ERASED) {
      assertThat(before.get(table)).as(table).isPositive();
    }

    clock.set(Duration.ofDays(29));
    assertThat(step()).isZero();
    clock.set(Duration.ofDays(31));
    int steps = 0;
    while (step() > 0) {
      steps++;
      Map<?, ?> now = termination(clinic);
      assertThat(counted(now) + left(clinic)).as("after step " + steps).isEqualTo(all);
    }

    assertThat(steps).isGreaterThan(ERASED.size());
    assertThat(left(clinic)).isZero();
    Map<?, ?> ended = termination(clinic);
    assertThat(ended.get("state")).isEqualTo("deleted");
    assertThat(ended.get("keysDestroyed")).isEqualTo(keys.size());
    Map<String, Integer> gone = new HashMap<>();
    for (Object each : (List<?>) Objects.requireNonNull(ended.get("gone"))) {
      Map<?, ?> kind = (Map<?, ?>) each;
      gone.put(
          Objects.requireNonNull(kind.get("kind")).toString(),
          ((Number) Objects.requireNonNull(kind.get("count"))).intValue());
    }
    assertThat(gone)
        .containsEntry("diagnoses", before.get("databank.diagnosis_event"))
        .containsEntry("contacts", before.get("databank.encounter"))
        .containsEntry("services", before.get("databank.service"))
        .containsEntry("referrals", before.get("databank.referral"))
        .containsEntry("patients", before.get("databank.patient"))
        .containsEntry("source-records", before.get("databank.source_record"))
        .containsEntry("receipts", before.get("databank.receipt"))
        .containsEntry("persons", before.get("privacy.subject"))
        .containsEntry("person-keys", before.get("privacy.subject_key"))
        .containsEntry("clinic-key", 1)
        .containsEntry("invitations", 1)
        .containsEntry("roles", 1)
        .containsEntry("permissions", 1)
        .containsEntry("ydernumre", 1);
    assertThat(
            texts(
                "select unnest(keys) from ending.deletion_step where clinic_id = '"
                    + clinic.id()
                    + "' order by 1"))
        .isEqualTo(keys);

    assertThat(recorded(clinic.id()))
        .containsOnlyOnce("deletion.begin success")
        .containsOnlyOnce("deletion.complete success");
    assertThat(String.join("\n", entries(clinic.id()))).contains(keys);
    Map<String, Integer> after = rowsByTable(clinic.id());
    for (String kept : List.of("agreement.signature", "agreement.document", "tenancy.member")) {
      assertThat(after.get(kept)).as(kept).isEqualTo(before.get(kept));
    }

    assertThat(rowsByTable(neighbour.id())).isEqualTo(neighbours);
    assertThat(entries(neighbour.id())).isEqualTo(neighboursLog);
    assertThat(send(someData(neighbour)).status()).isEqualTo(200);
  }

  private static TestBundle someData(TestClinic clinic) {
    return TestBundle.of(clinic.ydernummer())
        .nancy()
        .condition("c-neighbour", "nancy", "L03", daysAgo(1));
  }

  @Test
  void killed_in_the_middle_of_every_step_it_is_taken_up_where_it_stood() throws Exception {
    TestClinic clinic = fullClinic("99000023", "061330");
    terminate(clinic);
    int all = left(clinic);
    clock.set(Duration.ofDays(31));
    boolean more = true;
    int killed = 0;
    while (more) {
      Map<String, Integer> before = rowsByTable(clinic.id());
      int entries = entries(clinic.id()).size();
      if (killAStep()) {
        killed++;
        assertThat(rowsByTable(clinic.id())).isEqualTo(before);
        assertThat(entries(clinic.id())).hasSize(entries);
      }
      more = step() > 0;
      assertThat(counted(termination(clinic)) + left(clinic)).isEqualTo(all);
    }
    assertThat(killed).isGreaterThan(ERASED.size());
    assertThat(left(clinic)).isZero();
    assertThat(termination(clinic).get("state")).isEqualTo("deleted");
    assertThat(recorded(clinic.id())).containsOnlyOnce("deletion.complete success");
  }

  /** The entry is written last: whoever waits for its table has done all else. */
  private boolean killAStep() throws Exception {
    try (Connection holder = database().connectAsSuperuser();
        Statement hold = holder.createStatement()) {
      holder.setAutoCommit(false);
      hold.execute("lock table audit.entry in share mode");
      CompletableFuture<Integer> stepping =
          CompletableFuture.supplyAsync(() -> {
            try {
              return step();
            } catch (RuntimeException cut) {
              return -1;
            }
          });
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (count("select count(*) " + WAITING) == 0 && !stepping.isDone()) {
        assertThat(System.nanoTime()).isLessThan(end);
        Thread.sleep(10);
      }
      count("select count(pg_terminate_backend(pid)) " + WAITING);
      int outcome = stepping.get(60, TimeUnit.SECONDS);
      holder.rollback();
      return outcome == -1;
    }
  }

  @Test
  void the_log_is_provable_afterwards_and_all_other_doors_are_closed() throws Exception {
    TestClinic clinic = fullClinic("99000031", "061340");
    terminate(clinic);
    deleteAll(clinic);

    Path zip = scratch.resolve("log.zip");
    Files.write(zip, taken(clinic));
    LogCheck.Result result =
        LogCheck.of(new LogCheck.Request(zip, null, List.of(), null), (done, of) -> {});
    assertThat(result.damages()).isEmpty();
    assertThat(result.checked()).isPositive();
    get(clinic.owner(), clinic.path("/audit/entries"));

    for (String path :
        List.of("", "/gates", "/members", "/consent", "/agreement", "/reports/diagnosekodning")) {
      as(clinic.owner()).get().uri(clinic.path(path)).exchange().expectStatus().isEqualTo(410);
    }
    as(fysio(clinic)).get().uri(clinic.path("/gates")).exchange().expectStatus().isNotFound();
    as(clinic.owner())
        .post()
        .uri(clinic.path("/members"))
        .bodyValue(
            Map.of("professionalId", UUID.randomUUID(), "name", "Ny", "role", "physiotherapist"))
        .exchange()
        .expectStatus()
        .isEqualTo(410);
    as(clinic.owner())
        .post()
        .uri(clinic.path("/audit/search"))
        .bodyValue(Map.of("cpr", "2512489996"))
        .exchange()
        .expectStatus()
        .is2xxSuccessful();
    Answer sent = send(someData(clinic));
    assertThat(sent.status()).isIn(403, 422);
    assertThat(left(clinic)).isZero();
  }

  @Test
  void the_certificate_says_what_really_went() throws Exception {
    TestClinic clinic = fullClinic("99000074", "061370");
    terminate(clinic);
    as(clinic.owner())
        .get()
        .uri(clinic.path("/agreement/termination/certificate.pdf"))
        .exchange()
        .expectStatus()
        .isEqualTo(409);
    int services = rowsByTable(clinic.id()).getOrDefault("databank.source_record", 0);
    deleteAll(clinic);
    List<String> keys =
        texts(
            "select unnest(keys) from ending.deletion_step where clinic_id = '"
                + clinic.id()
                + "'");
    for (String language : List.of("da", "en")) {
      byte[] pdf =
          Objects.requireNonNull(
              as(clinic.owner())
                  .get()
                  .uri(clinic.path("/agreement/termination/certificate.pdf?lang=" + language))
                  .exchange()
                  .expectStatus()
                  .isOk()
                  .expectBody(byte[].class)
                  .returnResult()
                  .getResponseBody());
      StringBuilder text = new StringBuilder();
      try (PdfReader reader = new PdfReader(pdf)) {
        for (int page = 1; page <= reader.getNumberOfPages(); page++) {
          text.append(new PdfTextExtractor(reader).getTextFromPage(page)).append('\n');
        }
      }
      assertThat(text).contains(keys).contains(clinic.cvr(), clinic.id().toString());
      assertThat(text.toString())
          .containsPattern(
              (language.equals("da") ? "Modtagne poster" : "Received records") + "\\s*" + services);
    }
    assertThat(recorded(clinic.id())).contains("certificate.read success");
  }

  @Test
  void a_membership_that_somebody_restores_opens_nothing() throws Exception {
    TestClinic clinic = fullClinic("99000058", "061350");
    terminate(clinic);
    deleteAll(clinic);
    try (Connection connection = database().connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "update tenancy.member set ends_at = null where clinic_id = '" + clinic.id() + "'");
    }
    for (String path : List.of("/gates", "/reports/diagnosekodning", "/projects")) {
      as(fysio(clinic)).get().uri(clinic.path(path)).exchange().expectStatus().isEqualTo(410);
    }
  }

  @Test
  void before_it_has_begun_not_even_the_eraser_can_delete() throws SQLException {
    TestClinic clinic = fullClinic("99000066", "061360");
    terminate(clinic);
    for (String table : ERASED) {
      try (Connection connection = database().connectAs("eraser");
          Statement statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute("select set_config('sentinel.clinic', '" + clinic.id() + "', true)");
        assertThat(statement.executeUpdate("delete from " + table)).as(table).isZero();
        connection.rollback();
      }
    }
  }

  private byte[] taken(TestClinic clinic) throws IOException {
    return Objects.requireNonNull(
        as(clinic.owner())
            .get()
            .uri(clinic.path("/audit/export?format=package"))
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody(byte[].class)
            .returnResult()
            .getResponseBody());
  }
}
