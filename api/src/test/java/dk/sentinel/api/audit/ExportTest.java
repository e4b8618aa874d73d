package dk.sentinel.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What is asked of an export: a part or the whole, and how a part is told from the whole. */
final class ExportTest extends ApiTest {
  private TestClinic clinic;
  private WebTestClient owner;
  private LocalDate longAgo;

  /** One look a hundred days ago, the rest now. */
  @BeforeAll
  void aLookLongAgo() {
    clinic = newClinic("99000007", "100001");
    owner = as(clinic.owner());
    owner.get().uri("/me").exchange().expectStatus().isOk();
    clock.set(Duration.ofDays(-100));
    longAgo = LocalDate.ofInstant(clock.instant(), ExportPeriod.DENMARK);
    text("/audit/entries/0.tlog-proof");
    setBack();
    until("audit.read");
  }

  private void setBack() {
    clock.set(Duration.ZERO);
  }

  @Test
  void a_part_has_the_entries_of_its_days_and_says_that_it_is_a_part() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ExportPeriod.DENMARK);
    EntityExchangeResult<byte[]> part =
        export("?format=csv&lang=en&from=" + longAgo + "&to=" + longAgo);
    assertThat(file(part))
        .isEqualTo("sentinel-audit-log-%s-part-%s_%s.csv".formatted(today, longAgo, longAgo));
    List<String> lines = body(part).lines().toList();
    assertThat(lines.getFirst())
        .startsWith("\uFEFFnumber in the log (part " + longAgo + "_" + longAgo + "),");
    assertThat(lines).hasSize(2);
    assertThat(lines.getLast()).contains(",audit.read,");

    EntityExchangeResult<byte[]> since = export("?format=csv&from=" + longAgo.plusDays(1));
    assertThat(file(since)).endsWith("-part-" + longAgo.plusDays(1) + "_.csv");
    assertThat(body(since)).startsWith("\uFEFFnr. i loggen (udsnit ").contains(";sign-in;");

    EntityExchangeResult<byte[]> whole = export("?format=csv");
    assertThat(file(whole)).isEqualTo("sentinel-audit-log-" + today + ".csv");
    assertThat(body(whole)).startsWith("\uFEFFnr. i loggen;").contains("audit.read", "sign-in");
  }

  @Test
  void a_period_without_acts_gives_a_file_without_entries() {
    String days = "&from=1999-01-01&to=1999-12-31";
    assertThat(body(export("?format=csv&lang=en" + days)).lines()).hasSize(1);
  }

  @Test
  void an_export_is_recorded_with_its_format_its_days_and_the_size_of_the_log() {
    export("?format=csv&from=2001-02-03&to=2001-03-04");
    assertThat(recordedLike("2001-02-03"))
        .contains("\"format\":\"csv\"", "\"to\":\"2001-03-04\"", "\"size\":")
        .contains("\"outcome\":\"success\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?format=",
        "?format=CSV",
        "?format=docx",
        "?format=csv&format=ndjson",
        "?format=csv&lang=sv",
        "?format=csv&from=yesterday",
        "?format=csv&from=2026-02-30",
        "?format=csv&from=",
        "?format=csv&from=1899-12-31",
        "?format=csv&from=2026-02-02&to=2026-02-01",
        "?format=ndjson&from=2026-02-02",
        "?format=ndjson&to=2026-02-02",
        "?format=csv&actor=me",
        "?format=csv&cpr=0101010101"
      })
  void nonsense_is_refused_with_what_to_write_and_recorded(String query) {
    long before = refusals();
    owner
        .get()
        .uri(URI.create(address() + clinic.path("/audit/export" + query)))
        .exchange()
        .expectStatus()
        .isBadRequest()
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("https://sentinel.dk/problems/invalid-request")
        .jsonPath("$.errors[0].rule")
        .value(rule -> assertThat(rule.toString()).startsWith("must"));
    assertThat(refusals()).isEqualTo(before + 1);
  }

  private long refusals() {
    return recorded(clinic.id()).stream().filter("audit.export refused"::equals).count();
  }

  private String recordedLike(String word) {
    return entries(clinic.id()).stream()
        .filter(entry -> entry.contains(word))
        .findFirst()
        .orElseThrow();
  }

  /** Waits until an entry with this word has its place: numbering follows recording. */
  private void until(String word) {
    Instant deadline = Instant.now().plus(30, ChronoUnit.SECONDS);
    while (!text("/audit/export?format=ndjson").contains(word)) {
      assertThat(Instant.now()).as(word).isBefore(deadline);
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  private EntityExchangeResult<byte[]> export(String query) {
    return owner
        .get()
        .uri(clinic.path("/audit/export" + query))
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .returnResult();
  }

  private static String file(EntityExchangeResult<byte[]> export) {
    return Objects.requireNonNull(
        export.getResponseHeaders().getContentDisposition().getFilename(),
        HttpHeaders.CONTENT_DISPOSITION);
  }

  private static String body(EntityExchangeResult<byte[]> export) {
    byte[] body = export.getResponseBody();
    return body == null ? "" : new String(body, StandardCharsets.UTF_8);
  }

  private String text(String path) {
    return body(owner.get().uri(clinic.path(path)).exchange().expectBody().returnResult());
  }
}
