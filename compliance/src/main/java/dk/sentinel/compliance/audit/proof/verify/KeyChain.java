package dk.sentinel.compliance.audit.proof.verify;

import dk.sentinel.compliance.audit.proof.KeyRotation;
import dk.sentinel.compliance.audit.proof.SignedNote;
import dk.sentinel.compliance.audit.proof.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign a log: the one that came with it and, through notes that both signed, those
 * before it. Rotation notes name keys under the platform's name, a log its key under its own.
 */
final class KeyChain {
  private final VerifierKey newest;
  private final List<VerifierKey> earlier;
  private final boolean expected;

  private KeyChain(VerifierKey newest, List<VerifierKey> earlier, boolean expected) {
    this.newest = newest;
    this.earlier = earlier;
    this.expected = expected;
  }

  /**
   * Reads the keys of a log.
   *
   * @param log the log's name, as its checkpoint tells
   * @param given the key that the reader trusts; null to take the one that came with the log
   * @return null when there is no key at all; that is told
   */
  static @Nullable KeyChain of(
      LogFiles files, String log, @Nullable VerifierKey given, Findings findings) {
    VerifierKey own = key(files);
    if (own == null) {
      findings.add(new Damage(Damage.Kind.KEY_DIFFERS, -1, -1, "log.vkey"));
      return given == null ? null : new KeyChain(given.forLog(log), List.of(), true);
    }
    List<VerifierKey> earlier = earlier(files, own, findings);
    VerifierKey known = given == null ? own : given.forLog(own.name());
    boolean joined = own.isSameAs(known) || earlier.stream().anyMatch(known::isSameAs);
    if (!joined) {
      findings.add(new Damage(Damage.Kind.KEY_DIFFERS, -1, -1, "log.vkey"));
    }
    return new KeyChain(own, earlier, given != null && joined);
  }

  private static @Nullable VerifierKey key(LogFiles files) {
    byte[] bytes = files.read("log.vkey");
    try {
      return bytes == null ? null : VerifierKey.parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The keys before the newest, as far as the notes lead without a break; oldest first. */
  private static List<VerifierKey> earlier(LogFiles files, VerifierKey own, Findings findings) {
    List<KeyRotation> rotations = new ArrayList<>();
    for (int number = 1; ; number++) {
      String name = KeyRotation.DIRECTORY + "/" + number + ".note";
      byte[] bytes = files.read(name);
      if (bytes == null) {
        break;
      }
      try {
        rotations.add(KeyRotation.parse(new String(bytes, StandardCharsets.UTF_8)));
      } catch (IllegalArgumentException e) {
        findings.add(new Damage(Damage.Kind.ROTATION, -1, -1, name));
        return List.of();
      }
    }
    List<VerifierKey> earlier = new ArrayList<>();
    VerifierKey next = own;
    for (int at = rotations.size() - 1; at >= 0; at--) {
      KeyRotation rotation = rotations.get(at);
      if (!rotation.next().named(own.name()).isSameAs(next)) {
        findings.add(
            new Damage(
                Damage.Kind.ROTATION, -1, -1, KeyRotation.DIRECTORY + "/" + (at + 1) + ".note"));
        break;
      }
      next = rotation.old().named(own.name());
      earlier.addFirst(next);
    }
    return earlier;
  }

  /** The key that must sign the newest checkpoint. */
  VerifierKey newest() {
    return newest;
  }

  /** How often the key was handed over. */
  int rotations() {
    return earlier.size();
  }

  /** Whether the reader knew the key beforehand, itself or one before it. */
  boolean isExpected() {
    return expected;
  }

  /** Whether any of the keys signed a note. */
  boolean everSigned(SignedNote note) {
    return note.signedBy(newest) || earlier.stream().anyMatch(note::signedBy);
  }
}
