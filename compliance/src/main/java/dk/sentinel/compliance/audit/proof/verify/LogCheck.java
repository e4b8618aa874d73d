package dk.sentinel.compliance.audit.proof.verify;

import dk.sentinel.compliance.audit.proof.BundlePath;
import dk.sentinel.compliance.audit.proof.Checkpoint;
import dk.sentinel.compliance.audit.proof.TilePath;
import dk.sentinel.compliance.audit.proof.TreeHasher;
import dk.sentinel.compliance.audit.proof.VerifierKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks a whole log against the checkpoint that was signed for it, and against what its reader
 * kept from before.
 */
public final class LogCheck {
  static final String CHECKPOINT = "checkpoint";

  private final LogFiles files;
  private final Watcher watcher;
  private final Findings findings = new Findings();
  private final EntryFiles entries;
  private final TreeHasher hasher = new TreeHasher();

  private long checked;
  private long letGo;

  private LogCheck(LogFiles files, Watcher watcher) {
    this.files = files;
    this.watcher = watcher;
    this.entries = new EntryFiles(files, hasher);
  }

  /** Follows a check. */
  @FunctionalInterface
  public interface Watcher {
    /** Called now and then: so many entries are done, of so many. */
    void checked(long entries, long of);
  }

  /**
   * What to check.
   *
   * @param log a package (ZIP) or a directory
   * @param key the key that the reader trusts; null to take the one that came with the log
   * @param older checkpoints or packages that the reader kept from before
   * @param copy the searchable copy to compare as well; null for none
   */
  public record Request(
      Path log, @Nullable VerifierKey key, List<Path> older, @Nullable SearchCopy copy) {}

  /**
   * What came out.
   *
   * @param checkpoint what was signed; null when it could not be read
   * @param key the key that came with the log; null when there was none
   * @param keyExpected whether the reader trusted that key, or one before it, beforehand
   * @param rotations how often the key was handed over
   * @param checked how many entries were hashed
   * @param letGo how many of them the searchable copy lacks and need not have
   * @param damages what is not as it was signed; at most a thousand
   * @param more how much more damage there is
   */
  public record Result(
      @Nullable Checkpoint checkpoint,
      @Nullable VerifierKey key,
      boolean keyExpected,
      int rotations,
      long checked,
      long letGo,
      List<Damage> damages,
      long more) {
    /** Whether everything is as it was signed. */
    public boolean isIntact() {
      return damages.isEmpty();
    }
  }

  /**
   * Checks a log.
   *
   * @throws IOException when it, or something to compare it with, cannot be read at all
   */
  public static Result of(Request request, Watcher watcher) throws IOException {
    try (LogFiles files = LogFiles.open(request.log())) {
      return new LogCheck(files, watcher).result(request);
    }
  }

  private Result result(Request request) throws IOException {
    SignedHead head = SignedHead.parse(files.read(CHECKPOINT));
    String log = head == null ? "" : head.checkpoint().origin();
    KeyChain keys = KeyChain.of(files, log, request.key(), findings);
    if (head == null) {
      findings.add(new Damage(Damage.Kind.NO_CHECKPOINT, -1, -1, CHECKPOINT));
    } else {
      judge(head, keys);
      compare(head.checkpoint());
      SignedTree tree = tree(head.checkpoint(), new Findings());
      for (Path older : request.older()) {
        new Older(head.checkpoint(), tree, keys).compare(older, findings);
      }
      if (request.copy() != null) {
        letGo = request.copy().compare(head.checkpoint(), tree, entries, findings, watcher);
      }
    }
    return new Result(
        head == null ? null : head.checkpoint(),
        keys == null ? null : keys.newest(),
        keys != null && keys.isExpected(),
        keys == null ? 0 : keys.rotations(),
        checked,
        letGo,
        findings.damages(),
        findings.more());
  }

  private void judge(SignedHead head, @Nullable KeyChain keys) {
    if (keys == null || !head.note().signedBy(keys.newest())) {
      findings.add(new Damage(Damage.Kind.SIGNATURE, -1, -1, CHECKPOINT));
    }
    if (keys != null && !head.checkpoint().origin().equals(keys.newest().name())) {
      findings.add(new Damage(Damage.Kind.OTHER_LOG, -1, -1, CHECKPOINT));
    }
  }

  private SignedTree tree(Checkpoint head, Findings told) {
    return new SignedTree(files, entries, hasher, head.size(), head.root(), told);
  }

  private void compare(Checkpoint head) {
    Alignment alignment = new Alignment(findings, head.size());
    tree(head, findings).walk((bundle, hashes) -> compare(bundle, hashes, head, alignment));
    alignment.finish();
    surplus(head.size());
  }

  private void compare(
      BundlePath bundle, byte @Nullable [] hashes, Checkpoint head, Alignment alignment) {
    EntryFiles.Hashed found = entries.hashed(bundle);
    checked += found.count();
    if (found.state() == EntryFiles.State.BROKEN) {
      findings.add(
          new Damage(
              Damage.Kind.UNREADABLE,
              bundle.first(),
              bundle.first() + bundle.width() - 1,
              bundle.path()));
    }
    if (hashes != null) {
      alignment.accept(hashes, bundle.width(), found.hashes(), found.count());
    } else {
      alignment.skip(bundle.width(), found.count());
    }
    watcher.checked(Math.min(bundle.first() + bundle.width(), head.size()), head.size());
  }

  /** Entries in files that a log of this size does not have. */
  private void surplus(long size) {
    long number = size / TilePath.FULL;
    int width = (int) (size % TilePath.FULL);
    for (long at = number; at <= number + 1; at++) {
      BundlePath full = new BundlePath(at, TilePath.FULL);
      EntryFiles.Hashed found = entries.hashed(full);
      int signed = at == number ? width : 0;
      if (found.count() > signed) {
        findings.add(
            Damage.of(
                Damage.Kind.INSERTED, full.first() + signed, full.first() + found.count() - 1));
      }
    }
  }
}
