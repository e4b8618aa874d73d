package dk.sentinel.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.compliance.audit.VerifierProgram;
import dk.sentinel.compliance.audit.proof.Checkpoint;
import dk.sentinel.compliance.audit.proof.VerifierKey;
import dk.sentinel.compliance.audit.proof.verify.LogCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Promise 5: what a clinic takes along convinces somebody who trusts only the key. */
final class PackageTest extends ApiTest {
  private TestClinic clinic;
  private WebTestClient owner;

  @TempDir private Path scratch;

  @BeforeAll
  void aClinicThatSigned() {
    clinic = newClinic("99000007", "100001");
    owner = as(clinic.owner());
    sign(clinic);
  }

  @Test
  void the_package_convinces_who_knows_only_the_key() throws IOException {
    Path older = taken("older.zip");
    Path zip = grownSince(older);

    LogCheck.Result result =
        LogCheck.of(
            new LogCheck.Request(zip, VerifierKey.parse(text("/log/key")), List.of(older), null),
            (done, of) -> {});
    assertThat(result.damages()).isEmpty();
    assertThat(result.keyExpected()).isTrue();
    assertThat(result.checked()).isPositive();
    assertThat(Objects.requireNonNull(result.checkpoint()).origin()).endsWith("/" + clinic.id());
  }

  @Test
  void somebody_who_never_saw_sentinel_is_told_what_it_is() throws IOException {
    try (ZipFile zip = new ZipFile(taken("package.zip").toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName).limit(5))
          .containsExactly(
              "README.da.txt",
              "README.en.txt",
              "agreement/agreement-1.da.pdf",
              "log.vkey",
              "checkpoint");
      String size =
          Long.toString(
              Checkpoint.parse(content(zip, "checkpoint").split("\n\n", 2)[0] + "\n").size());
      for (String language : List.of("da", "en")) {
        String readme = content(zip, "README." + language + ".txt");
        assertThat(readme)
            .contains("99000007", size, VerifierProgram.packaged().sha256(), "--lang " + language)
            .doesNotContain("{", "}");
        assertThat(readme.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(110));
      }
      assertThat(content(zip, "agreement/agreement-1.da.pdf")).startsWith("%PDF-");
    }
  }

  @Test
  void taking_it_is_recorded_with_the_agreement_that_went_along() throws IOException {
    long before = count("audit.export success");
    long read = count("agreement.read success");
    taken("package.zip");

    assertThat(count("audit.export success")).isEqualTo(before + 1);
    assertThat(count("agreement.read success")).isEqualTo(read + 1);
  }

  @Test
  void a_part_has_no_proof() {
    owner
        .get()
        .uri(clinic.path("/audit/export?format=package&from=2026-01-01"))
        .exchange()
        .expectStatus()
        .isBadRequest();
  }

  @Test
  void a_clinic_that_never_signed_has_a_package_too() throws IOException {
    TestClinic young = newClinic("99000015", "100002");
    Path zip = taken("young.zip", as(young.owner()), young);

    assertThat(
            LogCheck.of(new LogCheck.Request(zip, null, List.of(), null), (done, of) -> {})
                .damages())
        .isEmpty();
  }

  /** A later package with more entries: the log grows by what is done with it. */
  private Path grownSince(Path older) throws IOException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    for (int round = 0; ; round++) {
      Path zip = taken("newer" + round + ".zip");
      if (size(zip) > size(older)) {
        return zip;
      }
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  private static long size(Path zip) throws IOException {
    LogCheck.Result result =
        LogCheck.of(new LogCheck.Request(zip, null, List.of(), null), (done, of) -> {});
    return Objects.requireNonNull(result.checkpoint()).size();
  }

  private long count(String act) {
    return recorded(clinic.id()).stream().filter(act::equals).count();
  }

  private Path taken(String name) throws IOException {
    return taken(name, owner, clinic);
  }

  private Path taken(String name, WebTestClient client, TestClinic from) throws IOException {
    EntityExchangeResult<byte[]> answer =
        client
            .get()
            .uri(from.path("/audit/export?format=package"))
            .exchange()
            .expectStatus()
            .isOk()
            .expectHeader()
            .contentType("application/zip")
            .expectBody(byte[].class)
            .returnResult();
    assertThat(answer.getResponseHeaders().getContentDisposition().getFilename())
        .matches("sentinel-audit-log-[0-9-]{10}\\.zip");
    return Files.write(scratch.resolve(name), Objects.requireNonNull(answer.getResponseBody()));
  }

  private String text(String path) {
    return Objects.requireNonNull(
        owner.get().uri(path).exchange().expectBody(String.class).returnResult().getResponseBody());
  }

  private static String content(ZipFile zip, String name) throws IOException {
    return new String(
        zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
  }
}
