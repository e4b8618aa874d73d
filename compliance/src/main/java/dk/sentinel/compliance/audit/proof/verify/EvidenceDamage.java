package dk.sentinel.compliance.audit.proof.verify;

import dk.sentinel.compliance.audit.proof.document.SealedPdf;

/**
 * One thing about a signature that is not as it should be.
 *
 * @param kind what is wrong
 * @param file the file it shows in
 */
record EvidenceDamage(Kind kind, String file) {
  /** What can be wrong; the names are part of the machine-readable report. */
  enum Kind {
    /** A file is not there or cannot be read. */
    MISSING,
    /** The document is not the one that was signed: its hash is another. */
    DOCUMENT,
    /** The seal was taken off, or is not there. */
    SEAL_STRIPPED,
    /** The sealed file was made from another document. */
    SEAL_OF_ANOTHER,
    /** The sealed file is not sealed by the certificate that came along. */
    SEAL_FOREIGN,
    /** Bytes under the seal were changed. */
    PDF_CHANGED,
    /** Something was appended to the sealed file. */
    PDF_APPENDED,
    /** After the seal something was added that no seal brings along. */
    PDF_REVISED,
    /** The seal itself cannot be read, or its certificate did not make it. */
    SEAL_SIGNATURE,
    /** The seal's certificate leads to no trusted authority, or was revoked. */
    SEAL_UNTRUSTED,
    /** A time stamp is missing or over something else. */
    TIME_STAMP,
    /** A time stamp's certificate leads to no trusted authority, or was revoked. */
    TIME_STAMP_UNTRUSTED,
    /** The evidence is not what the time stamp is over: it was changed. */
    EVIDENCE_CHANGED,
    /** The nonce is not made from this document, this intent and this salt. */
    NONCE,
    /** The issuer's keys that came along are not those in the evidence. */
    KEYS_DIFFER,
    /** No key of the issuer made the token's signature. */
    TOKEN_SIGNATURE,
    /** The times of intent, sign-in, token and time stamp do not follow each other. */
    TIMES,
    /** The level of assurance is too low, or not the one that is told. */
    LEVEL,
    /** The company or the person of the sign-in is another than the one that is told. */
    SIGNER
  }

  static EvidenceDamage of(SealedPdf.Damage damage, String file) {
    return new EvidenceDamage(
        switch (damage) {
          case CHANGED -> Kind.PDF_CHANGED;
          case SIGNATURE -> Kind.SEAL_SIGNATURE;
          case UNTRUSTED -> Kind.SEAL_UNTRUSTED;
          case TIME_STAMP -> Kind.TIME_STAMP;
          case TIME_STAMP_UNTRUSTED -> Kind.TIME_STAMP_UNTRUSTED;
          case APPENDED -> Kind.PDF_APPENDED;
          case REVISED -> Kind.PDF_REVISED;
        },
        file);
  }
}
