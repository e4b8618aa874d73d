package dk.sentinel.compliance.audit;

import dk.sentinel.compliance.audit.proof.Checkpoint;
import dk.sentinel.compliance.audit.proof.KeyRotation;
import dk.sentinel.compliance.audit.proof.SignedNote;
import dk.sentinel.compliance.audit.proof.VerifierKey;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The Ed25519 key that signs checkpoints. The local stack keeps it in a file; production in a
 * hardware module. Implementations never log or reveal it and may be called from any thread.
 *
 * <p>One key signs the logs of all clinics, each under a name of its own: a log's origin and the
 * name of its verifier key are the same, as readers of C2SP checkpoints expect.
 */
public interface LogKey extends SignedNote.Ed25519Signer {
  /** The public half under the platform's own name. */
  VerifierKey verifier();

  /** The public half under the name of a clinic's log, as published to its auditors. */
  default VerifierKey verifierFor(UUID clinic) {
    return verifier().named(verifier().name() + "/" + clinic);
  }

  /**
   * How the key came to be this one: each rotation names its keys under the platform's own name.
   * Oldest first; none when the first key still signs.
   */
  default List<KeyRotation> rotations() {
    return List.of();
  }

  /** The public keys that ever signed the log of a clinic, under its name, newest first. */
  default List<VerifierKey> verifiersOf(UUID clinic) {
    String name = verifierFor(clinic).name();
    List<VerifierKey> keys = new ArrayList<>();
    keys.add(verifierFor(clinic));
    rotations().reversed().forEach(rotation -> keys.add(rotation.old().named(name)));
    return List.copyOf(keys);
  }

  /** What a clinic's log commits to, signed under the log's name. */
  default SignedNote checkpoint(UUID clinic, long size, byte[] root) {
    VerifierKey named = verifierFor(clinic);
    return SignedNote.sign(new Checkpoint(named.name(), size, root).body(), named, this);
  }
}
