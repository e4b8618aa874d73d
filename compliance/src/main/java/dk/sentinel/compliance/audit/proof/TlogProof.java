package dk.sentinel.compliance.audit.proof;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * That an entry is in a log, to be checked offline with nothing but the entry and the log's key
 * (C2SP tlog-proof; files end in {@code .tlog-proof}).
 *
 * @param position of the entry, from 0
 * @param proof of inclusion, from the leaf's sibling up to the root's child
 * @param checkpoint the signed note of the log that the proof leads to
 */
public record TlogProof(long position, List<byte[]> proof, String checkpoint) {
  private static final String HEADER = "c2sp.org/tlog-proof@v1";
  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";

  /** Checks and copies the list; nobody changes the hashes. */
  public TlogProof {
    if (position < 0 || proof.stream().anyMatch(hash -> hash.length != Hashes.LENGTH)) {
      throw new IllegalArgumentException("a proof has a position from 0 and hashes of 32 bytes");
    }
    proof = List.copyOf(proof);
  }

  /** The proof as it is stored and sent. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(HEADER).append('\n').append(INDEX).append(position).append('\n');
    proof.forEach(hash -> text.append(Base64.getEncoder().encodeToString(hash)).append('\n'));
    return text.append('\n').append(checkpoint).toString();
  }

  /**
   * Reads what {@link #text()} writes. A line of extra data, which nothing authenticates, is passed
   * over.
   *
   * @throws IllegalArgumentException when it is no such text
   */
  public static TlogProof parse(String text) {
    int gap = text.indexOf("\n\n");
    if (!text.startsWith(HEADER + "\n") || gap < 0) {
      throw new IllegalArgumentException("not a proof: header, hashes, empty line, checkpoint");
    }
    List<String> lines = List.of(text.substring(0, gap).split("\n", -1));
    int at = lines.size() > 1 && lines.get(1).startsWith(EXTRA) ? 2 : 1;
    if (at >= lines.size() || !lines.get(at).matches("index (0|[1-9][0-9]{0,17})")) {
      throw new IllegalArgumentException("not a proof: the line with the index is missing");
    }
    List<byte[]> proof = new ArrayList<>();
    lines
        .subList(at + 1, lines.size())
        .forEach(hash -> proof.add(Base64.getDecoder().decode(hash)));
    long position = Long.parseLong(lines.get(at).substring(INDEX.length()));
    return new TlogProof(position, proof, text.substring(gap + 2));
  }

  /** Whether the proof shows that an entry is at its position of the log that the key signs. */
  public boolean verifies(byte[] entry, VerifierKey key) {
    SignedNote note = SignedNote.parse(checkpoint);
    Checkpoint head = Checkpoint.parse(note.text());
    return note.signedBy(key)
        && head.origin().equals(key.name())
        && Proofs.verifyInclusion(Hashes.leaf(entry), position, head.size(), proof, head.root());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TlogProof that && text().equals(that.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }
}
