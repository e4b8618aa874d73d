package dk.sentinel.compliance.audit.proof.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.compliance.audit.proof.EntryBundle;
import dk.sentinel.compliance.audit.proof.Hashes;
import dk.sentinel.compliance.audit.proof.Proofs;
import dk.sentinel.compliance.audit.proof.TestLog;
import dk.sentinel.compliance.audit.proof.TilePath;
import dk.sentinel.compliance.audit.proof.TlogProof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as an auditor runs it: the jar, in a Java of its own with nothing beside it. */
final class VerifierJarTest {
  @TempDir private Path scratch;

  private record Ended(int code, String out, String err) {}

  private static Ended run(String... words) throws IOException, InterruptedException {
    Path out = Files.createTempFile("verify", ".out");
    Path err = Files.createTempFile("verify", ".err");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-Xmx32m", "-Duser.language=en", "-jar"));
    command.add(Path.of("target", "sentinel-verify.jar").toString());
    command.addAll(List.of(words));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private Path golden() throws Exception {
    return Path.of(
        Objects.requireNonNull(VerifierJarTest.class.getResource("/golden-log/")).toURI());
  }

  @Test
  void the_golden_log_is_intact() throws Exception {
    Ended ended =
        run(
            golden().toString(),
            "--key",
            golden().resolve("log.vkey").toString(),
            "--since",
            golden().resolve("checkpoint").toString());

    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains("1,234 entries", "INTACT", "This is the key you gave")
        .doesNotContain("{");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void damage_is_named_in_danish_and_for_programs() throws Exception {
    TestLog log = TestLog.of(5_000);
    List<byte[]> bundle =
        EntryBundle.decode(Objects.requireNonNull(log.files().get("tile/entries/018")), 256);
    bundle.set(4711 - 18 * 256, TestLog.text("{}"));
    log.files().put("tile/entries/018", EntryBundle.encode(bundle));
    String zip = log.zipped(scratch.resolve("pakke.zip")).toString();

    Ended danish = run(zip, "--lang", "da");
    assertThat(danish.code()).isEqualTo(1);
    assertThat(danish.out()).contains("BESKADIGET", "post 4711 er ændret", "5.000 poster");
    Ended english = run(zip);
    assertThat(english.out()).contains("DAMAGED", "entry 4711 was edited");
    Ended json = run("--json", zip);
    assertThat(json.code()).isEqualTo(1);
    assertThat(json.out())
        .startsWith("{\"intact\":false,")
        .contains(
            "\"size\":5000",
            "\"damages\":[{\"kind\":\"EDITED\",\"from\":4711,\"to\":4711}]",
            "\"more\":0}");
    assertThat(Json.parse(json.out())).isInstanceOf(Map.class);
  }

  @Test
  void one_entry_is_checked_with_its_proof() throws Exception {
    TestLog log = TestLog.of(5_000);
    Map<TilePath, byte[]> tiles = new HashMap<>();
    for (TilePath tile : Proofs.tilesForInclusion(4711, 5_000)) {
      tiles.put(tile, Objects.requireNonNull(log.files().get(tile.path())));
    }
    String checkpoint =
        new String(Objects.requireNonNull(log.files().get("checkpoint")), StandardCharsets.UTF_8);
    TlogProof proof = new TlogProof(4711, Proofs.inclusion(4711, 5_000, tiles), checkpoint);
    String file = Files.writeString(scratch.resolve("e.tlog-proof"), proof.text()).toString();
    Path entry = scratch.resolve("entry.json");
    String key = log.verifier().named("sentinel.example/log").toString();

    Files.writeString(entry, "{\"entry\":4711}\n");
    Ended sound = run(entry.toString(), "--proof", file, "--key", key);
    assertThat(sound.code()).isZero();
    Files.writeString(entry, "{\"entry\":4712}");
    Ended edited = run(entry.toString(), "--proof", file, "--key", key);
    assertThat(edited.code()).isEqualTo(1);
    assertThat(edited.out()).contains("entry 4711 was edited");
    Ended foreign =
        run(
            entry.toString(),
            "--proof",
            file,
            "--key",
            TestLog.of("another key", List.of()).verifier().toString());
    assertThat(foreign.out()).contains("signature");
    assertThat(run(entry.toString(), "--proof", file).code()).isEqualTo(2);
    Files.writeString(Path.of(file), "no proof");
    assertThat(run(entry.toString(), "--proof", file, "--key", key).code()).isEqualTo(2);
  }

  @Test
  void what_cannot_be_checked_ends_with_two_and_a_reason() throws Exception {
    Ended none = run(scratch.resolve("none.zip").toString());
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("no such file", "none.zip");
    Ended noZip = run(Files.writeString(scratch.resolve("text.zip"), "text").toString());
    assertThat(noZip.code()).isEqualTo(2);
    assertThat(noZip.err()).contains("could not be checked").doesNotContain("\tat ");
    Ended down = run(golden().toString(), "--archive", "http://127.0.0.1:9/sentinel-audit");
    assertThat(down.code()).isEqualTo(2);
    assertThat(down.err()).contains("could not be checked").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--nonsense",
        "a b",
        "a --since",
        "a --key none.vkey",
        "a --key name+00000000+AAAA",
        "a --lang de",
        "a --archive file:///etc/passwd",
        "a --archive http://host",
        "a --archive http://host:1/x --archive-from yesterday",
        "a --archive-from 2021-01-01",
        "--json"
      })
  void what_is_not_understood_is_answered_with_help(String words) throws Exception {
    Ended ended = run(words.split(" ", -1));

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("Not understood", "java -jar sentinel-verify.jar");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void help_is_given_when_asked_for() throws Exception {
    assertThat(run().code()).isZero();
    assertThat(run("--help", "--lang", "da").out()).contains("PAKKE", "Afslutningskode");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"checkpoint", "log.vkey", "tile/0/002", "tile/1/000.p/4", "tile/entries/003"})
  void every_bit_that_is_flipped_is_found(String name) throws Exception {
    byte[] bytes = Files.readAllBytes(golden().resolve(name));
    Path copy = scratch.resolve("copy");
    copy(golden(), copy);
    for (int at = 0; at < bytes.length; at += Math.max(1, bytes.length / 97)) {
      byte[] changed = Arrays.copyOf(bytes, bytes.length);
      changed[at] ^= 4;
      Files.write(copy.resolve(name), changed);
      assertThat(
              LogCheck.of(new LogCheck.Request(copy, null, List.of(), null), (entries, of) -> {})
                  .damages())
          .as("byte %s of %s", at, name)
          .isNotEmpty();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  @Test
  void it_stays_within_a_few_megabytes() throws Exception {
    List<byte[]> entries = new ArrayList<>();
    byte[] filler = "x".repeat(400).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 200_000; i++) {
      byte[] entry = filler.clone();
      System.arraycopy(Hashes.leaf(TestLog.text("" + i)), 0, entry, 0, 32);
      entries.add(entry);
    }
    String zip = TestLog.of("test", entries).zipped(scratch.resolve("large.zip")).toString();

    // 80 MB of entries in a heap of 32 MB
    Ended ended = run(zip, "--json");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("\"checked\":200000");
  }
}
