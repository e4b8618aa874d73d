package dk.sentinel.compliance.audit.proof.verify;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is not as it was signed.
 *
 * @param kind what is wrong
 * @param from first position it concerns, from 0; for {@link Kind#FORK} and {@link
 *     Kind#ROLLED_BACK} the size of the older log; -1 when it concerns no position
 * @param to last position it concerns; -1 when it concerns no position
 * @param file the file it shows in; null when it shows in none
 */
public record Damage(Kind kind, long from, long to, @Nullable String file) {
  /** What can be wrong; the names are part of the machine-readable report. */
  public enum Kind {
    /** Entries are not the ones that were signed. */
    EDITED,
    /** Entries that were signed are not there; later ones are. */
    MISSING,
    /** Before position {@code from} stand entries, as many as the range is long, nobody signed. */
    INSERTED,
    /** Signed entries stand in other places than their own. */
    REORDERED,
    /** The files end before the log does. */
    CUT_OFF,
    /** A file of entries cannot be taken apart. */
    UNREADABLE,
    /** A tile's hashes are not those the tree above vouches for. */
    TILE_DIFFERS,
    /** A tile of hashes is not there, or has a wrong length. */
    TILE_MISSING,
    /** Neither tiles nor entries of a range fit what was signed: some of them were changed. */
    UNPROVEN,
    /** All files together are another tree than the one that was signed. */
    ROOT_DIFFERS,
    /** The checkpoint is missing or cannot be read. */
    NO_CHECKPOINT,
    /** The checkpoint's signature does not hold. */
    SIGNATURE,
    /** The checkpoint is that of another log than the key's. */
    OTHER_LOG,
    /** The package's key is not the one that was expected, and no rotation leads from it there. */
    KEY_DIFFERS,
    /** A note of a key's rotation is not signed by both keys, or does not join the others. */
    ROTATION,
    /** History was rewritten: the older checkpoint signed other entries. */
    FORK,
    /** The older checkpoint signed more entries than there are now. */
    ROLLED_BACK,
    /** The older checkpoint cannot be read or is not signed by a key of this log. */
    OLDER_UNKNOWN,
    /** The searchable copy lacks entries. */
    COPY_LACKS,
    /** The searchable copy has entries more than once. */
    COPY_DOUBLES,
    /** The searchable copy says something else than what was signed. */
    COPY_DIFFERS
  }

  /** Damage to entries from one position to another. */
  static Damage of(Kind kind, long from, long to) {
    return new Damage(kind, from, to, null);
  }

  /** Damage that no entry tells. */
  static Damage of(Kind kind) {
    return new Damage(kind, -1, -1, null);
  }

  /** Whether another continues this one, so that both are one range. */
  boolean isContinuedBy(Damage other) {
    return kind == other.kind
        && file == null
        && other.file == null
        && from >= 0
        && other.from == (kind == Kind.INSERTED ? from : to + 1);
  }

  /** Both as one range. */
  Damage with(Damage continued) {
    return of(kind, from, to + 1 + continued.to - continued.from);
  }
}
