package dk.sentinel.compliance.audit;

import dk.sentinel.compliance.audit.proof.SignedNote;
import dk.sentinel.compliance.audit.proof.VerifierKey;

/**
 * The Ed25519 key that signs checkpoints. The local stack keeps it in a file; production in a
 * hardware module. Implementations never log or reveal it and may be called from any thread.
 */
public interface LogKey extends SignedNote.Ed25519Signer {
  /** The public half, as published to auditors. */
  VerifierKey verifier();
}
