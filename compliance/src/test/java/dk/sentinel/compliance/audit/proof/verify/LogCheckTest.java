package dk.sentinel.compliance.audit.proof.verify;

import static dk.sentinel.compliance.audit.proof.TestLog.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dk.sentinel.compliance.audit.proof.EntryBundle;
import dk.sentinel.compliance.audit.proof.Hashes;
import dk.sentinel.compliance.audit.proof.KeyRotation;
import dk.sentinel.compliance.audit.proof.TestLog;
import dk.sentinel.compliance.audit.proof.VerifierKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an administrator could do to a log, and what the verifier calls it. */
final class LogCheckTest {
  private static final int SIZE = 1_000;

  @TempDir private Path scratch;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 255, 256, 257, 511, 512, 1_000, 65_536, 65_537})
  void a_sound_log_is_intact(int size) throws IOException {
    LogCheck.Result result = check(TestLog.of(size));

    assertThat(result.damages()).isEmpty();
    assertThat(result.checked()).isEqualTo(size);
    assertThat(Objects.requireNonNull(result.checkpoint()).size()).isEqualTo(size);
    assertThat(result.keyExpected()).isFalse();
  }

  @Test
  void a_zip_and_a_directory_say_the_same() throws IOException {
    TestLog log = TestLog.of(SIZE);
    Path directory = log.inDirectory(Files.createDirectory(scratch.resolve("log")));

    assertThat(check(directory).isIntact()).isTrue();
    assertThat(check(log.zipped(scratch.resolve("log.zip"))).isIntact()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 255, 256, 700, 999})
  void an_edited_entry_is_named(int position) throws IOException {
    TestLog log = TestLog.of(SIZE);
    rewrite(log, entries -> entries.set(position, text("{\"entry\":\"edited\"}")));

    assertThat(damages(log)).containsExactly("EDITED " + position);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 255, 256, 700, 998})
  void one_missing_entry_is_one_finding_although_all_later_ones_moved(int position)
      throws IOException {
    TestLog log = TestLog.of(SIZE);
    rewrite(log, entries -> entries.remove(position));

    assertThat(damages(log)).containsExactly("MISSING " + position);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 255, 256, 700, 999})
  void an_inserted_entry_is_named(int position) throws IOException {
    TestLog log = TestLog.of(SIZE);
    rewrite(log, entries -> entries.add(position, text("{\"entry\":\"never signed\"}")));

    assertThat(damages(log)).containsExactly("INSERTED " + position);
  }

  @Test
  void an_entry_after_the_end_is_inserted() throws IOException {
    TestLog partial = TestLog.of(SIZE);
    rewrite(partial, entries -> entries.add(text("{\"entry\":\"never signed\"}")));
    assertThat(damages(partial)).containsExactly("INSERTED 1000");

    TestLog full = TestLog.of(512);
    full.files().put("tile/entries/002", EntryBundle.encode(List.of(text("{}"))));
    assertThat(damages(full)).containsExactly("INSERTED 512");
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "255, 256", "998, 999"})
  void two_neighbours_that_changed_places_are_reordered(int one, int other) throws IOException {
    TestLog log = TestLog.of(SIZE);
    rewrite(log, entries -> Collections.swap(entries, one, other));

    assertThat(damages(log)).containsExactly("REORDERED " + one + "-" + other);
  }

  @ParameterizedTest
  @CsvSource({"10, 200", "100, 900"})
  void entries_far_apart_that_changed_places_are_reordered(int one, int other) throws IOException {
    TestLog log = TestLog.of(SIZE);
    rewrite(log, entries -> Collections.swap(entries, one, other));

    assertThat(damages(log)).containsExactly("REORDERED " + one, "REORDERED " + other);
  }

  @Test
  void an_entry_put_elsewhere_is_reordered() throws IOException {
    TestLog log = TestLog.of(SIZE);
    rewrite(log, entries -> entries.add(800, entries.remove(100)));

    assertThat(damages(log)).containsExactly("REORDERED 100");
  }

  @Test
  void many_damages_are_told_apart() throws IOException {
    TestLog log = TestLog.of(SIZE);
    rewrite(
        log,
        entries -> {
          entries.set(950, text("{}"));
          Collections.swap(entries, 901, 902);
          entries.remove(800);
          entries.subList(600, 650).clear();
          entries.addAll(400, TestLog.entries(1_003).subList(1_000, 1_003));
          entries.set(41, text("{\"a\":1}"));
          entries.set(40, text("{\"a\":2}"));
        });

    assertThat(damages(log))
        .containsExactly(
            "EDITED 40-41",
            "INSERTED 400-402",
            "MISSING 600-649",
            "MISSING 800",
            "REORDERED 901-902",
            "EDITED 950");
  }

  @Test
  void every_other_entry_edited() throws IOException {
    TestLog log = TestLog.of(SIZE);
    rewrite(
        log,
        entries -> {
          for (int at = 0; at < SIZE; at += 2) {
            entries.set(at, text("{\"edited\":" + at + "}"));
          }
        });

    assertThat(damages(log)).hasSize(500).startsWith("EDITED 0", "EDITED 2").endsWith("EDITED 998");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 256, 300, 999})
  void a_log_that_lost_its_end_was_cut_off(int at) throws IOException {
    TestLog log = TestLog.of(SIZE);
    rewrite(log, entries -> entries.subList(at, SIZE).clear());

    assertThat(damages(log)).containsExactly("CUT_OFF " + range(at, 999));
  }

  @Test
  void a_log_that_lost_its_end_with_its_tiles_cannot_be_proven() throws IOException {
    TestLog log = TestLog.of(SIZE);
    TestLog shorter = TestLog.of(600);
    log.files().keySet().removeIf(name -> name.startsWith("tile/"));
    shorter.files().forEach(log.files()::putIfAbsent);

    assertThat(damages(log)).contains("UNPROVEN 0-999", "CUT_OFF 512-999");
  }

  @Test
  void a_lost_file_of_entries_is_a_range_of_missing_entries() throws IOException {
    TestLog log = TestLog.of(SIZE);
    log.files().remove("tile/entries/001");

    assertThat(damages(log)).containsExactly("MISSING 256-511");
  }

  @Test
  void a_broken_file_of_entries_is_named() throws IOException {
    TestLog log = TestLog.of(SIZE);
    byte[] bundle = Objects.requireNonNull(log.files().get("tile/entries/001"));
    log.files().put("tile/entries/001", Arrays.copyOf(bundle, bundle.length - 1));

    assertThat(damages(log)).containsExactly("UNREADABLE 256-511 tile/entries/001", "MISSING 511");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tile/0/001", "tile/0/003.p/232", "tile/1/000.p/3"})
  void a_changed_tile_is_named_and_the_entries_are_still_proven(String tile) throws IOException {
    TestLog log = TestLog.of(SIZE);
    flip(log, tile);

    assertThat(damages(log)).containsExactly("TILE_DIFFERS " + tile);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tile/0/001", "tile/0/003.p/232", "tile/1/000.p/3"})
  void a_lost_tile_is_named_and_the_entries_are_still_proven(String tile) throws IOException {
    TestLog log = TestLog.of(SIZE);
    log.files().remove(tile);

    assertThat(damages(log)).containsExactly("TILE_MISSING " + tile);
  }

  @Test
  void two_changed_tiles_one_above_the_other_are_both_named() throws IOException {
    TestLog log = TestLog.of(65_537);
    flip(log, "tile/0/005");
    flip(log, "tile/1/000");

    assertThat(damages(log)).containsExactly("TILE_DIFFERS tile/1/000", "TILE_DIFFERS tile/0/005");
  }

  @Test
  void an_entry_rewritten_together_with_its_tile_cannot_be_proven() throws IOException {
    TestLog log = TestLog.of(SIZE);
    byte[] edited = text("{\"entry\":\"edited\"}");
    rewrite(log, entries -> entries.set(300, edited));
    byte[] tile = log.files().get("tile/0/001");
    System.arraycopy(Hashes.leaf(edited), 0, tile, 44 * 32, 32);

    assertThat(damages(log)).containsExactly("TILE_DIFFERS tile/0/001", "UNPROVEN 256-511");
  }

  @Test
  void a_log_rewritten_up_to_its_root_is_not_the_one_that_was_signed() throws IOException {
    TestLog log = TestLog.of(SIZE);
    byte[] signed = log.files().get("checkpoint");
    List<byte[]> entries = TestLog.entries(SIZE);
    entries.set(300, text("{\"entry\":\"edited\"}"));
    log.files().putAll(TestLog.of("test", entries).files());
    log.files().put("checkpoint", signed);

    assertThat(damages(log)).containsExactly("ROOT_DIFFERS");
  }

  @Test
  void a_log_rewritten_and_signed_again_is_a_fork_of_what_was_kept() throws IOException {
    TestLog before = TestLog.of(700);
    List<byte[]> entries = TestLog.entries(SIZE);
    entries.set(300, text("{\"entry\":\"edited\"}"));
    Path rewritten = zip(TestLog.of("test", entries));
    Path checkpoint = Files.write(scratch.resolve("kept"), before.files().get("checkpoint"));

    assertThat(damages(rewritten)).isEmpty();
    assertThat(damages(rewritten, checkpoint)).containsExactly("FORK 0-699 kept");
    assertThat(damages(rewritten, before.zipped(scratch.resolve("kept.zip"))))
        .containsExactly("FORK 300-699 kept.zip");
    assertThat(damages(rewritten, before.inDirectory(Files.createDirectory(scratch.resolve("d")))))
        .containsExactly("FORK 300-699 d");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 256, 257, 700, 768, 999, 1_000})
  void what_was_kept_of_a_log_that_only_grew_still_holds(int size) throws IOException {
    Path kept = TestLog.of(size).zipped(scratch.resolve("kept.zip"));

    assertThat(damages(zip(TestLog.of(SIZE)), kept)).isEmpty();
  }

  @Test
  void an_old_backup_put_back_is_a_log_rolled_back() throws IOException {
    Path kept = TestLog.of(SIZE).zipped(scratch.resolve("kept.zip"));

    assertThat(damages(zip(TestLog.of(600)), kept)).containsExactly("ROLLED_BACK 600-999");
  }

  @Test
  void what_was_kept_must_be_of_this_log() throws IOException {
    Path other = TestLog.of("another key", TestLog.entries(10)).zipped(scratch.resolve("o.zip"));
    Path nothing = Files.writeString(scratch.resolve("nothing"), "no checkpoint");
    Path log = zip(TestLog.of(SIZE));

    assertThat(damages(log, other)).containsExactly("OLDER_UNKNOWN o.zip");
    assertThatThrownBy(() -> damages(log, nothing)).isInstanceOf(ZipException.class);
    assertThatThrownBy(() -> damages(log, scratch.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void a_checkpoint_that_nobody_signed_is_told() throws IOException {
    TestLog log = TestLog.of(SIZE);
    TestLog foreign = TestLog.of("another key", TestLog.entries(SIZE));
    log.files().put("checkpoint", foreign.files().get("checkpoint"));
    assertThat(damages(log)).containsExactly("SIGNATURE checkpoint");

    log.files().put("checkpoint", text("no checkpoint"));
    assertThat(damages(log)).containsExactly("NO_CHECKPOINT checkpoint");

    log.files().put("checkpoint", text(foreign.checkpoint(Long.MAX_VALUE, Hashes.empty())));
    assertThat(damages(log)).containsExactly("NO_CHECKPOINT checkpoint");
  }

  @Test
  void a_key_that_the_reader_does_not_know_is_told() throws IOException {
    TestLog log = TestLog.of(SIZE);
    VerifierKey known = TestLog.of("another key", List.of()).verifier();

    assertThat(check(zip(log), log.verifier()).keyExpected()).isTrue();
    assertThat(check(zip(log), log.verifier()).damages()).isEmpty();
    assertThat(check(zip(log), log.verifier().named("sentinel.example/log")).keyExpected())
        .isTrue();
    LogCheck.Result result = check(zip(log), known);
    assertThat(strings(result)).containsExactly("KEY_DIFFERS log.vkey");
    assertThat(result.keyExpected()).isFalse();
    log.files().remove("log.vkey");
    assertThat(strings(check(zip(log), log.verifier()))).containsExactly("KEY_DIFFERS log.vkey");
    assertThat(strings(check(zip(log), log.verifier().named("sentinel.example/log"))))
        .containsExactly("KEY_DIFFERS log.vkey");
    assertThat(damages(log)).containsExactly("KEY_DIFFERS log.vkey", "SIGNATURE checkpoint");
  }

  @Test
  void a_key_that_was_handed_over_leads_to_the_new_one() throws IOException {
    TestLog log = TestLog.of(SIZE);
    TestLog first = TestLog.of("first key", TestLog.entries(10));
    TestLog second = TestLog.of("second key", TestLog.entries(500));
    log.files().put("previous-keys/1.note", rotation(first, second));
    log.files().put("previous-keys/2.note", rotation(second, log));

    LogCheck.Result result = check(zip(log), first.verifier());
    assertThat(result.damages()).isEmpty();
    assertThat(result.keyExpected()).isTrue();
    assertThat(result.rotations()).isEqualTo(2);
    Path kept = Files.write(scratch.resolve("kept"), second.files().get("checkpoint"));
    assertThat(damages(zip(log), kept)).isEmpty();

    log.files().put("previous-keys/2.note", rotation(first, log));
    assertThat(damages(log)).containsExactly("ROTATION previous-keys/1.note");
    log.files().put("previous-keys/1.note", text("no note\n\n"));
    assertThat(damages(log)).containsExactly("ROTATION previous-keys/1.note");
  }

  @Test
  void a_zip_with_two_files_of_one_name_is_refused() throws IOException {
    Path zip = scratch.resolve("two.zip");
    try (OutputStream bytes = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (String name : List.of("checkpoinT", "checkpoint")) {
        out.putNextEntry(new ZipEntry(name));
        out.closeEntry();
      }
    }
    byte[] bytes = Files.readAllBytes(zip);
    byte[] doubled =
        new String(bytes, StandardCharsets.ISO_8859_1)
            .replace("checkpoinT", "checkpoint")
            .getBytes(StandardCharsets.ISO_8859_1);
    Files.write(zip, doubled);

    assertThatThrownBy(() -> check(zip))
        .isInstanceOf(ZipException.class)
        .hasMessageContaining("checkpoint");
  }

  @Test
  void no_more_than_a_thousand_findings_are_kept() throws IOException {
    TestLog log = TestLog.of(65_537);
    rewrite(
        log,
        entries -> {
          for (int at = 0; at < 60_000; at += 2) {
            entries.set(at, text("{\"edited\":" + at + "}"));
          }
        });

    LogCheck.Result result = check(log);
    assertThat(result.damages()).hasSize(1_000);
    assertThat(result.more()).isEqualTo(29_000);
  }

  private interface Rewriting {
    void apply(List<byte[]> entries);
  }

  /** Changes the files of entries and leaves tiles and checkpoint as they are. */
  private static void rewrite(TestLog log, Rewriting change) {
    int size = 0;
    for (Map.Entry<String, byte[]> file : log.files().entrySet()) {
      if (file.getKey().startsWith("tile/entries/")) {
        String[] partial = file.getKey().split("\\.p/", 2);
        size += partial.length == 1 ? 256 : Integer.parseInt(partial[1]);
      }
    }
    List<byte[]> entries = TestLog.entries(size);
    change.apply(entries);
    int last = (size - 1) / 256;
    for (int number = 0; number <= last; number++) {
      int from = Math.min(number * 256, entries.size());
      int to = number == last ? entries.size() : Math.min(from + 256, entries.size());
      int number1 = number;
      String name =
          log.files().keySet().stream()
              .filter(each -> each.matches(String.format("tile/entries/%03d(\\.p/.*)?", number1)))
              .findFirst()
              .orElseThrow();
      if (from == to) {
        log.files().remove(name);
      } else {
        log.files().put(name, EntryBundle.encode(entries.subList(from, to)));
      }
    }
  }

  private static void flip(TestLog log, String tile) {
    Objects.requireNonNull(log.files().get(tile))[40] ^= 1;
  }

  private static byte[] rotation(TestLog old, TestLog next) {
    return text(
        KeyRotation.of(
                old.verifier().named("sentinel.example/log"),
                old::sign,
                next.verifier().named("sentinel.example/log"),
                next::sign,
                Instant.EPOCH)
            .note()
            .toString());
  }

  private Path zip(TestLog log) throws IOException {
    return log.zipped(Files.createTempFile(scratch, "log", ".zip"));
  }

  private LogCheck.Result check(TestLog log) throws IOException {
    return check(zip(log));
  }

  private static LogCheck.Result check(Path log) throws IOException {
    return check(log, null);
  }

  private static LogCheck.Result check(Path log, @Nullable VerifierKey key) throws IOException {
    return LogCheck.of(new LogCheck.Request(log, key, List.of(), null), (entries, of) -> {});
  }

  private List<String> damages(TestLog log) throws IOException {
    return damages(zip(log));
  }

  private static List<String> damages(Path log, Path... older) throws IOException {
    return strings(
        LogCheck.of(new LogCheck.Request(log, null, List.of(older), null), (entries, of) -> {}));
  }

  private static List<String> strings(LogCheck.Result result) {
    List<String> strings = new ArrayList<>();
    for (Damage damage : result.damages()) {
      strings.add(
          damage.kind()
              + (damage.from() < 0 ? "" : " " + range(damage.from(), damage.to()))
              + (damage.file() == null ? "" : " " + damage.file()));
    }
    return strings;
  }

  private static String range(long from, long to) {
    return from == to ? Long.toString(from) : from + "-" + to;
  }
}
