package dk.sentinel.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.compliance.audit.proof.BundlePath;
import dk.sentinel.compliance.audit.proof.Checkpoint;
import dk.sentinel.compliance.audit.proof.EntryBundle;
import dk.sentinel.compliance.audit.proof.Frontier;
import dk.sentinel.compliance.audit.proof.Hashes;
import dk.sentinel.compliance.audit.proof.Proofs;
import dk.sentinel.compliance.audit.proof.SignedNote;
import dk.sentinel.compliance.audit.proof.TilePath;
import dk.sentinel.compliance.audit.proof.TlogProof;
import dk.sentinel.compliance.audit.proof.VerifierKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A clinic's log as an auditor's own tool reads it: everything is checked from the answers. */
final class TreeTest extends ApiTest {
  private TestClinic clinic;
  private TestClinic neighbour;
  private WebTestClient owner;

  @BeforeAll
  void peopleSignIn() {
    clinic = newClinic("99000007", "100001");
    neighbour = newClinic("99000015", "100002");
    owner = as(clinic.owner());
    owner.get().uri("/me").exchange().expectStatus().isOk();
  }

  @Test
  void an_entry_is_proven_with_nothing_but_the_published_key() {
    grown(2);
    JsonNode found = json("/audit/entries/1");
    TlogProof proof = TlogProof.parse(found.path("proof").asString());
    byte[] canonical = found.path("canonical").asString().getBytes(StandardCharsets.UTF_8);
    assertThat(proof.verifies(canonical, key())).isTrue();
    assertThat(found.path("entry").path("position").asLong()).isEqualTo(1);
    TlogProof alone = TlogProof.parse(text("/audit/entries/1.tlog-proof"));
    assertThat(alone.verifies(canonical, key())).isTrue();
    assertThat(bytes("/audit/entries/1.json")).isEqualTo(canonical);
    assertThat(found.path("verified").asBoolean()).isTrue();
    assertThat(found.path("key").asString()).isEqualTo(key().toString());
    assertThat(found.path("logSize").asLong())
        .isEqualTo(Checkpoint.parse(SignedNote.parse(proof.checkpoint()).text()).size());
    canonical[20] ^= 1;
    assertThat(proof.verifies(canonical, key())).isFalse();
  }

  @Test
  void tiles_and_bundles_make_up_what_the_checkpoint_signs() {
    Checkpoint head = grown(3);
    long size = head.size();
    byte[] bundle = bytes("/log/" + BundlePath.at(0, size).path());
    byte[] tile = bytes("/log/" + TilePath.at(0, 0, size).path());
    Frontier tree = Frontier.empty();
    for (byte[] entry : EntryBundle.decode(bundle, (int) size)) {
      tree = tree.append(Hashes.leaf(entry));
    }
    assertThat(tree.root()).isEqualTo(head.root());
    assertThat(Frontier.empty().appendAll(tile).root()).isEqualTo(head.root());
    owner
        .get()
        .uri(clinic.path("/log/" + TilePath.at(0, 0, size).path()))
        .exchange()
        .expectHeader()
        .value("Cache-Control", value -> assertThat(value).contains("private", "immutable"));
  }

  @Test
  void the_log_is_shown_to_have_only_grown() {
    Checkpoint older = grown(2);
    Checkpoint newer = grown(older.size() + 1);
    JsonNode growth = json("/log/consistency?from=" + older.size() + "&to=" + newer.size());
    List<byte[]> proof = new ArrayList<>();
    growth.path("proof").forEach(hash -> proof.add(Base64.getDecoder().decode(hash.asString())));
    assertThat(
            Proofs.verifyConsistency(older.size(), older.root(), newer.size(), newer.root(), proof))
        .isTrue();
  }

  /** Promise 4: recorded before disclosed. */
  @Test
  void whoever_is_given_entries_stands_in_the_log() {
    grown(2);
    json("/audit/entries/0");
    bytes("/log/tile/entries/000.p/2");
    untilLogged("audit.read", "\"count\":1");
    untilLogged("audit.read", "\"count\":2");
  }

  @Test
  void whoever_asks_for_what_the_log_does_not_have_stands_in_it_too() {
    refused("/audit/entries/999999", 404, "not-in-log");
    untilLogged("audit.read", "\"reason\":\"not-in-log\"");
    refused("/audit/entries/one", 400, "invalid-request");
    untilLogged("audit.read", "\"reason\":\"invalid-position\"");
  }

  /** What is taken along hashes to what was signed, and the taking stands in the log. */
  @Test
  void the_whole_log_is_exported_as_it_was_hashed() {
    Checkpoint before = grown(3);
    String[] lines = text("/audit/export?format=ndjson").split("\n", -1);
    assertThat(lines.length - 1L).isGreaterThanOrEqualTo(before.size());
    Frontier tree = Frontier.empty();
    for (int at = 0; at < before.size(); at++) {
      tree = tree.append(Hashes.leaf(lines[at].getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(tree.root()).isEqualTo(before.root());
    String[] rows = text("/audit/export?format=csv&lang=en").split("\r\n", -1);
    assertThat(rows.length).isGreaterThan(lines.length);
    assertThat(rows[1]).startsWith("0,");
    untilLogged("audit.export", "\"format\":\"ndjson\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/audit/entries/999999",
        "/audit/entries/999999.tlog-proof",
        "/audit/entries/999999.json",
        "/log/tile/0/000",
        "/log/tile/5/000.p/1",
        "/log/tile/entries/x001/000.p/1",
        "/log/consistency?from=1&to=999999"
      })
  void what_the_log_does_not_have_yet_is_not_found(String path) {
    refused(path, 404, "not-in-log");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/audit/entries/-1",
        "/audit/entries/01",
        "/audit/entries/9999999999999999",
        "/audit/entries/one",
        "/audit/entries/one.json",
        "/log/tile/0/1",
        "/log/tile/64/000",
        "/log/tile/0/000.p/0",
        "/log/tile/0/000.p/256",
        "/log/tile/entries/x000/001",
        "/log/consistency?from=2&to=1",
        "/audit/export?format=docx",
        "/audit/export?format=csv&lang=sv",
        "/log/consistency?from=a&to=1"
      })
  void nonsense_is_told_what_to_write(String path) {
    refused(path, 400, "invalid-request");
  }

  @Test
  void the_neighbours_log_is_not_there() {
    for (String path :
        List.of(
            "/audit/entries/0",
            "/log/tile/entries/000.p/1",
            "/log/consistency?from=0&to=1",
            "/audit/export?format=csv")) {
      owner
          .get()
          .uri(neighbour.path(path))
          .exchange()
          .expectStatus()
          .isNotFound()
          .expectBody()
          .jsonPath("$.type")
          .isEqualTo("https://sentinel.dk/problems/clinic-not-found");
    }
  }

  private void refused(String path, int status, String problem) {
    owner
        .get()
        .uri(URI.create(address() + clinic.path(path)))
        .exchange()
        .expectStatus()
        .isEqualTo(status)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("https://sentinel.dk/problems/" + problem);
  }

  /** The newest checkpoint once the log has at least this size; looking makes it grow. */
  private Checkpoint grown(long size) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      SignedNote note = SignedNote.parse(text("/log/checkpoint"));
      assertThat(note.signedBy(key())).isTrue();
      Checkpoint head = Checkpoint.parse(note.text());
      if (head.size() >= size) {
        return head;
      }
      assertThat(System.nanoTime()).isLessThan(deadline);
      json("/audit/entries?size=1");
    }
  }

  /** Waits until an entry with both words has its place: numbering follows recording. */
  private void untilLogged(String word, String another) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    boolean found = false;
    while (!found) {
      assertThat(System.nanoTime()).as(word + " " + another).isLessThan(deadline);
      // Each look is itself an entry: few of them, so that the log stays within one bundle.
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      found =
          text("/audit/export?format=ndjson")
              .lines()
              .anyMatch(entry -> entry.contains(word) && entry.contains(another));
    }
  }

  private VerifierKey key() {
    return VerifierKey.parse(text("/log/key"));
  }

  private JsonNode json(String path) {
    return JsonMapper.shared().readTree(text(path));
  }

  private String text(String path) {
    return new String(bytes(path), StandardCharsets.UTF_8);
  }

  private byte[] bytes(String path) {
    return Objects.requireNonNull(
        owner
            .get()
            .uri(clinic.path(path))
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody()
            .returnResult()
            .getResponseBody());
  }
}
