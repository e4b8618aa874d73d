package dk.sentinel.compliance.audit.proof.verify;

import dk.sentinel.compliance.audit.proof.Checkpoint;
import dk.sentinel.compliance.audit.proof.Hashes;
import dk.sentinel.compliance.audit.proof.Proofs;
import dk.sentinel.compliance.audit.proof.SignedNote;
import dk.sentinel.compliance.audit.proof.TlogProof;
import dk.sentinel.compliance.audit.proof.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks one entry with its proof (C2SP tlog-proof). */
final class EntryCheck {
  private EntryCheck() {}

  /**
   * Checks.
   *
   * @throws IOException when a file cannot be read, or the proof is none
   */
  static LogCheck.Result of(Path entry, Path proof, VerifierKey given) throws IOException {
    byte[] bytes = Files.readAllBytes(entry);
    TlogProof read = read(proof);
    SignedNote note = SignedNote.parse(read.checkpoint());
    Checkpoint head = Checkpoint.parse(note.text());
    VerifierKey key = given.forLog(head.origin());
    List<Damage> damages = new ArrayList<>();
    if (!note.signedBy(key)) {
      damages.add(new Damage(Damage.Kind.SIGNATURE, -1, -1, LogCheck.CHECKPOINT));
    }
    if (!head.origin().equals(key.name())) {
      damages.add(new Damage(Damage.Kind.OTHER_LOG, -1, -1, LogCheck.CHECKPOINT));
    }
    if (!proves(read, head, bytes) && !proves(read, head, withoutLineEnd(bytes))) {
      damages.add(Damage.of(Damage.Kind.EDITED, read.position(), read.position()));
    }
    return new LogCheck.Result(head, key, true, 0, 1, 0, damages, 0);
  }

  private static TlogProof read(Path proof) throws IOException {
    try {
      TlogProof read = TlogProof.parse(Files.readString(proof));
      Checkpoint.parse(SignedNote.parse(read.checkpoint()).text());
      return read;
    } catch (IllegalArgumentException e) {
      throw new IOException(proof + ": " + e.getMessage(), e);
    }
  }

  private static boolean proves(TlogProof proof, Checkpoint head, byte[] entry) {
    return Proofs.verifyInclusion(
        Hashes.leaf(entry), proof.position(), head.size(), proof.proof(), head.root());
  }

  /** Editors and shells end a file with a line feed; no entry does. */
  private static byte[] withoutLineEnd(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8)
        .stripTrailing()
        .getBytes(StandardCharsets.UTF_8);
  }
}
