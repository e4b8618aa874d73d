package dk.sentinel.compliance.audit.proof.verify;

import dk.sentinel.compliance.audit.proof.Hashes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Tells how the entries that are found differ from those that were signed: edited, missing,
 * inserted, in another order. Compares two rows of hashes as they come; where they part it looks
 * ahead for the place where they meet again, so that one entry taken out is one finding although
 * all later ones have moved. Looks ahead at most {@link #FARTHEST} entries.
 */
final class Alignment {
  /** How far it looks ahead: the two rows held take 4 MiB. */
  static final int FARTHEST = 65_536;

  private static final int[] LOOKS = {32, 1_024, FARTHEST};
  private static final int SURE = 8;

  private final Differences differences;
  private final Findings findings;
  private final long size;
  private final Row signed = new Row();
  private final Row found = new Row();
  private long position;

  /**
   * Starts at position 0.
   *
   * @param size how many entries were signed: what is missing up to there was cut off
   */
  Alignment(Findings findings, long size) {
    this.differences = new Differences(findings);
    this.findings = findings;
    this.size = size;
  }

  /** The next of both rows. */
  void accept(byte[] signedHashes, int signedCount, byte[] foundHashes, int foundCount) {
    if (signed.count == 0
        && found.count == 0
        && signedCount == foundCount
        && Arrays.equals(
            signedHashes,
            0,
            signedCount * Hashes.LENGTH,
            foundHashes,
            0,
            foundCount * Hashes.LENGTH)) {
      position += signedCount;
      return;
    }
    signed.add(signedHashes, signedCount);
    found.add(foundHashes, foundCount);
    settle(false);
  }

  /**
   * Passes over a range that nothing vouches for, once everything before has been told: what is
   * there cannot be judged, but what is not is missing.
   */
  void skip(int signedCount, int foundCount) {
    settle(true);
    differences.tell();
    if (foundCount < signedCount) {
      findings.add(
          Damage.of(Damage.Kind.MISSING, position + foundCount, position + signedCount - 1));
    }
    position += signedCount;
  }

  /** Tells what is left at the end of the log. */
  void finish() {
    settle(true);
    differences.tell();
    findings.cutOffAt(size);
  }

  private void settle(boolean ended) {
    while (true) {
      int same = signed.startsWithSame(found);
      drop(same, same);
      if (signed.count == 0 && found.count == 0) {
        return;
      }
      if (!ended && signed.count < FARTHEST && found.count < FARTHEST) {
        return;
      }
      tellUntilTheyMeet(ended);
    }
  }

  private void tellUntilTheyMeet(boolean ended) {
    for (int look : LOOKS) {
      int ahead = Math.min(look, found.count);
      Map<Long, Integer> places = signed.places(Math.min(look, signed.count));
      for (int other = 0; other < ahead; other++) {
        Integer own = places.get(found.key(other));
        if (own != null && signed.goesOnAs(found, own, other, SURE, ended)) {
          tell(own, other);
          return;
        }
      }
      if (look >= signed.count && look >= found.count) {
        break;
      }
    }
    if (ended) {
      tell(signed.count, found.count);
    } else {
      int both = Math.min(FARTHEST, Math.min(signed.count, found.count));
      tell(both == 0 ? Math.min(FARTHEST, signed.count) : both, both == 0 ? found.count : both);
    }
  }

  /** Tells how the first of the one row became the first of the other, and drops them. */
  private void tell(int signedCount, int foundCount) {
    Map<Long, Integer> places = found.places(foundCount);
    boolean[] known = new boolean[foundCount];
    for (int own = 0; own < signedCount; own++) {
      Integer other = places.get(signed.key(own));
      if (other != null) {
        known[other] = true;
      }
    }
    List<Integer> lost = new ArrayList<>();
    int next = 0;
    int firstMoved = -1;
    for (int own = 0; own < signedCount; own++) {
      Integer other = places.get(signed.key(own));
      if (other == null) {
        lost.add(own);
      } else if (other < next) {
        differences.moved(position + Math.max(firstMoved, 0), position + own);
        firstMoved = own + 1;
      } else {
        List<Integer> strange = unknown(known, next, other);
        if (other - next > strange.size()) {
          firstMoved = own;
        }
        tellGap(lost, strange, own);
        next = other + 1;
      }
    }
    tellGap(lost, unknown(known, next, foundCount), signedCount);
    drop(signedCount, foundCount);
  }

  private static List<Integer> unknown(boolean[] known, int from, int to) {
    List<Integer> unknown = new ArrayList<>();
    for (int at = from; at < to; at++) {
      if (!known[at]) {
        unknown.add(at);
      }
    }
    return unknown;
  }

  /**
   * Signed entries that are not there, and those in their place that nobody signed there. Empties
   * the first list.
   *
   * @param end where the place ends
   */
  private void tellGap(List<Integer> lost, List<Integer> strange, int end) {
    for (int at = 0; at < Math.max(lost.size(), strange.size()); at++) {
      if (at >= lost.size()) {
        differences.inserted(position + end, found.key(strange.get(at)));
      } else if (at >= strange.size()) {
        differences.missing(position + lost.get(at), signed.key(lost.get(at)));
      } else {
        differences.edited(
            position + lost.get(at), signed.key(lost.get(at)), found.key(strange.get(at)));
      }
    }
    lost.clear();
  }

  private void drop(int signedCount, int foundCount) {
    signed.drop(signedCount);
    found.drop(foundCount);
    position += signedCount;
  }
}
