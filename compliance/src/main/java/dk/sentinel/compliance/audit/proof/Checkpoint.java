package dk.sentinel.compliance.audit.proof;

import java.util.Arrays;
import java.util.Base64;

/**
 * What a log commits to: its size and root (C2SP tlog-checkpoint).
 *
 * @param origin the log's name, such as {@code sentinel.dk/log/<clinic id>}
 * @param size how many entries
 * @param root 32 bytes; neither this record nor its callers change them
 */
@SuppressWarnings("ArrayRecordComponent")
public record Checkpoint(String origin, long size, byte[] root) {
  /** The text that is signed: three lines, each ended by a line feed. */
  public String body() {
    return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
  }

  /**
   * Reads a body.
   *
   * @throws IllegalArgumentException when it is not one
   */
  public static Checkpoint parse(String body) {
    String[] lines = body.split("\n", -1);
    if (lines.length < 4 || lines[0].isEmpty() || !lines[1].matches("0|[1-9][0-9]{0,18}")) {
      throw new IllegalArgumentException("not a checkpoint: three lines are needed");
    }
    byte[] root = Base64.getDecoder().decode(lines[2]);
    if (root.length != Hashes.LENGTH) {
      throw new IllegalArgumentException("not a checkpoint: the root must have 32 bytes");
    }
    return new Checkpoint(lines[0], Long.parseLong(lines[1]), root);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Checkpoint that
        && origin.equals(that.origin)
        && size == that.size
        && Arrays.equals(root, that.root);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(root);
  }
}
