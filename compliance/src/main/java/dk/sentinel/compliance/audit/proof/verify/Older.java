package dk.sentinel.compliance.audit.proof.verify;

import dk.sentinel.compliance.audit.proof.Checkpoint;
import dk.sentinel.compliance.audit.proof.TreeHasher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Compares a log with what its reader kept from before: a checkpoint, or a whole package. A log
 * only grows (RFC 6962 section 2.1.2): the older log's root must be that of the newer one's
 * beginning.
 */
final class Older {
  private final Checkpoint newer;
  private final SignedTree tree;
  private final @Nullable KeyChain keys;

  Older(Checkpoint newer, SignedTree tree, @Nullable KeyChain keys) {
    this.newer = newer;
    this.tree = tree;
    this.keys = keys;
  }

  /**
   * Compares.
   *
   * @throws IOException when there is no such file
   */
  void compare(Path kept, Findings findings) throws IOException {
    SignedHead plain = Files.isRegularFile(kept) ? SignedHead.parse(start(kept)) : null;
    if (plain != null) {
      judge(plain, kept, null, findings);
      return;
    }
    try (LogFiles files = LogFiles.open(kept)) {
      SignedHead head = SignedHead.parse(files.read(LogCheck.CHECKPOINT));
      if (head == null) {
        findings.add(unknown(kept));
      } else {
        judge(head, kept, files, findings);
      }
    }
  }

  /** A checkpoint has a few lines; of a package this is enough to see that it is none. */
  private static byte[] start(Path kept) throws IOException {
    try (var stream = Files.newInputStream(kept)) {
      return stream.readNBytes(1 << 16);
    }
  }

  private void judge(SignedHead head, Path kept, @Nullable LogFiles files, Findings findings) {
    Checkpoint older = head.checkpoint();
    if (!older.origin().equals(newer.origin()) || keys == null || !keys.everSigned(head.note())) {
      findings.add(unknown(kept));
    } else if (older.size() > newer.size()) {
      findings.add(new Damage(Damage.Kind.ROLLED_BACK, newer.size(), older.size() - 1, null));
    } else if (!Arrays.equals(tree.rootAt(older.size()), older.root())) {
      long first = files == null ? -1 : firstDifference(older, files);
      findings.add(
          new Damage(Damage.Kind.FORK, first < 0 ? 0 : first, older.size() - 1, name(kept)));
    }
  }

  /**
   * The first position at which two logs differ, found by halving: when their beginnings of a size
   * have the same root, so have all smaller ones. -1 when the older log's own files do not tell.
   */
  private long firstDifference(Checkpoint older, LogFiles files) {
    TreeHasher hasher = new TreeHasher();
    SignedTree before =
        new SignedTree(
            files,
            new EntryFiles(files, hasher),
            hasher,
            older.size(),
            older.root(),
            new Findings());
    long same = 0;
    long different = older.size();
    while (different - same > 1) {
      long middle = same + (different - same) / 2;
      byte[] root = before.rootAt(middle);
      if (root.length == 0) {
        return -1;
      }
      if (Arrays.equals(root, tree.rootAt(middle))) {
        same = middle;
      } else {
        different = middle;
      }
    }
    return different - 1;
  }

  private static Damage unknown(Path kept) {
    return new Damage(Damage.Kind.OLDER_UNKNOWN, -1, -1, name(kept));
  }

  private static String name(Path kept) {
    return kept.getFileName() == null ? kept.toString() : kept.getFileName().toString();
  }
}
