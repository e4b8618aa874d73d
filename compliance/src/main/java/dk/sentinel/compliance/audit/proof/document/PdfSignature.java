package dk.sentinel.compliance.audit.proof.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A signature in a PDF: which bytes it is over and what it consists of.
 *
 * @param gap where its own place in the file begins, and the first byte after it
 * @param end of the bytes it is over
 * @param form the name of its form, such as {@code /ETSI.CAdES.detached}
 * @param content CMS, with padding
 * @param reason what it says it confirms; null when it says nothing
 */
record PdfSignature(
    Range gap, int end, String form, PdfText.Text content, @Nullable String reason) {
  private static final int MOST = 16;
  private static final int FARTHEST_BACK = 512 * 1024;
  private static final String RANGES = "/ByteRange";

  /** From a byte to the one before another. */
  record Range(int from, int to) {}

  /**
   * The signatures of a file, in the order of what they are over. What claims to be one but has no
   * possible range is left out; at most {@link #MOST} are looked at.
   */
  static List<PdfSignature> in(byte[] pdf) {
    List<PdfSignature> found = new ArrayList<>();
    int at = indexOf(pdf, RANGES, 0);
    for (int looked = 0; at >= 0 && looked < MOST; looked++) {
      read(pdf, at).ifPresent(found::add);
      at = indexOf(pdf, RANGES, at + RANGES.length());
    }
    found.sort((one, other) -> Integer.compare(one.end, other.end));
    return found;
  }

  private static Optional<PdfSignature> read(byte[] pdf, int at) {
    int object = at;
    int farthest = Math.max(0, at - FARTHEST_BACK);
    while (object > farthest && !PdfText.comes(pdf, object, " obj")) {
      object--;
    }
    try {
      PdfText text = new PdfText(pdf, object + " obj".length(), pdf.length);
      return text.value() instanceof Map<?, ?> members ? read(pdf, members) : Optional.empty();
    } catch (PdfText.Malformed none) {
      return Optional.empty();
    }
  }

  private static Optional<PdfSignature> read(byte[] pdf, Map<?, ?> members) {
    if (!(members.get("ByteRange") instanceof List<?> ranges)
        || ranges.size() != 4
        || !(members.get("Contents") instanceof PdfText.Text content)
        || !(members.get("SubFilter") instanceof String form)) {
      return Optional.empty();
    }
    long[] numbers = new long[4];
    for (int each = 0; each < 4; each++) {
      if (!(ranges.get(each) instanceof String number) || !number.matches("\\d{1,9}")) {
        return Optional.empty();
      }
      numbers[each] = Long.parseLong(number);
    }
    boolean possible =
        numbers[0] == 0
            && numbers[1] < numbers[2]
            && numbers[2] + numbers[3] <= pdf.length
            && holdsOnly(pdf, (int) numbers[1], (int) numbers[2], content);
    return possible
        ? Optional.of(
            new PdfSignature(
                new Range((int) numbers[1], (int) numbers[2]),
                (int) (numbers[2] + numbers[3]),
                form,
                content,
                members.get("Reason") instanceof PdfText.Text reason ? reason.readable() : null))
        : Optional.empty();
  }

  /** Whether what the signature is not over is its own content and nothing else. */
  private static boolean holdsOnly(byte[] pdf, int from, int to, PdfText.Text content) {
    try {
      PdfText text = new PdfText(pdf, from, to);
      return pdf[from] == '<'
          && pdf[to - 1] == '>'
          && text.value().equals(content)
          && text.position() == to;
    } catch (PdfText.Malformed other) {
      return false;
    }
  }

  boolean isTimeStamp() {
    return form.equals("/ETSI.RFC3161");
  }

  /** The bytes it is over. */
  byte[] covered(byte[] pdf) {
    byte[] covered = Arrays.copyOf(pdf, gap.from + end - gap.to);
    System.arraycopy(pdf, gap.to, covered, gap.from, end - gap.to);
    return covered;
  }

  static int indexOf(byte[] data, String word, int from) {
    byte first = (byte) word.charAt(0);
    for (int at = from; at <= data.length - word.length(); at++) {
      if (data[at] == first && PdfText.comes(data, at, word)) {
        return at;
      }
    }
    return -1;
  }
}
