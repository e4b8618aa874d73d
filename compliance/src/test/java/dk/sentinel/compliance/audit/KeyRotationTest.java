package dk.sentinel.compliance.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dk.sentinel.compliance.audit.proof.Hashes;
import dk.sentinel.compliance.audit.proof.KeyRotation;
import dk.sentinel.compliance.audit.proof.SignedNote;
import dk.sentinel.compliance.audit.proof.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new key follows an old one, and who trusts the old can trust the new. */
final class KeyRotationTest {
  private static final String NAME = "sentinel.example/log";
  private static final Instant AT = Instant.parse("2026-03-04T05:06:07.891Z");
  private static final UUID CLINIC = UUID.randomUUID();

  @Test
  void the_old_key_signs_the_new(@TempDir Path keys) {
    FileLogKey first = FileLogKey.open(keys, NAME, true);
    FileLogKey second = FileLogKey.rotate(keys, NAME, AT);
    FileLogKey third = FileLogKey.rotate(keys, NAME, AT.plusSeconds(60));

    assertThat(first.rotations()).isEmpty();
    assertThat(third.rotations())
        .extracting(one -> one.old() + " " + one.next())
        .containsExactly(
            first.verifier() + " " + second.verifier(), second.verifier() + " " + third.verifier());
    assertThat(third.verifiersOf(CLINIC))
        .extracting(VerifierKey::toString)
        .containsExactly(
            third.verifierFor(CLINIC).toString(),
            second.verifierFor(CLINIC).toString(),
            first.verifierFor(CLINIC).toString());
    assertThat(second.rotations().getFirst().note().text())
        .isEqualTo(
            "sentinel.dk/log-key-rotation/v1\n"
                + first.verifier()
                + "\n"
                + second.verifier()
                + "\n2026-03-04T05:06:07Z\n");
  }

  @Test
  void checkpoints_are_signed_by_both_until_the_old_key_is_put_away(@TempDir Path keys)
      throws IOException {
    FileLogKey old = FileLogKey.open(keys, NAME, true);
    FileLogKey.rotate(keys, NAME, AT);
    FileLogKey both = FileLogKey.open(keys, NAME, false);
    SignedNote note = both.checkpoint(CLINIC, 0, Hashes.empty());
    assertThat(note.signedBy(both.verifierFor(CLINIC))).isTrue();
    assertThat(note.signedBy(old.verifierFor(CLINIC))).isTrue();

    Files.delete(keys.resolve("log-signing-previous.key"));
    FileLogKey alone = FileLogKey.open(keys, NAME, false);
    SignedNote later = alone.checkpoint(CLINIC, 0, Hashes.empty());
    assertThat(later.signedBy(both.verifierFor(CLINIC))).isTrue();
    assertThat(later.signedBy(old.verifierFor(CLINIC))).isFalse();
    assertThat(alone.rotations()).hasSize(1);
  }

  @Test
  void a_killed_rotation_is_taken_up_where_it_ended(@TempDir Path keys) throws IOException {
    FileLogKey.open(keys, NAME, true);
    byte[] before = Files.readAllBytes(keys.resolve("log-signing.key"));
    FileLogKey rotated = FileLogKey.rotate(keys, NAME, AT);
    Files.move(keys.resolve("log-signing.key"), keys.resolve("log-signing-next.key"));
    Files.write(keys.resolve("log-signing.key"), before);

    FileLogKey again = FileLogKey.rotate(keys, NAME, AT.plusSeconds(1));
    assertThat(again.verifier()).hasToString(rotated.verifier().toString());
    assertThat(again.rotations()).hasSize(1);
    assertThat(again.rotations().getFirst().at()).isEqualTo("2026-03-04T05:06:07Z");
  }

  @Test
  void secrets_are_readable_by_their_owner_only(@TempDir Path keys) throws IOException {
    FileLogKey.open(keys, NAME, true);
    FileLogKey.rotate(keys, NAME, AT);
    for (String file : new String[] {"log-signing.key", "log-signing-previous.key"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.resolve(file))))
          .isEqualTo("rw-------");
    }
    assertThat(keys.resolve("log-signing-next.key")).doesNotExist();
  }

  @Test
  void a_note_that_one_of_them_did_not_sign_is_refused(@TempDir Path keys) {
    FileLogKey old = FileLogKey.open(keys, NAME, true);
    SignedNote note = FileLogKey.rotate(keys, NAME, AT).rotations().getFirst().note();
    String byOldOnly = SignedNote.sign(note.text(), old.verifier(), old).toString();
    for (String forged :
        new String[] {byOldOnly, note.toString().replace("2026-03-04", "2026-03-05")}) {
      assertThatThrownBy(() -> KeyRotation.parse(forged))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("signed by both");
    }
  }

  @Test
  void a_damaged_key_is_not_repeated_in_the_error(@TempDir Path keys) throws IOException {
    Files.writeString(keys.resolve("log-signing.key"), "c2VjcmV0\nc2VjcmV0\n");
    assertThatThrownBy(() -> FileLogKey.open(keys, NAME, true))
        .hasMessage("the log signing key is damaged")
        .hasNoCause();
  }
}
