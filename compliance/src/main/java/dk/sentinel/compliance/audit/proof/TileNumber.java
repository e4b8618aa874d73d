package dk.sentinel.compliance.audit.proof;

/** A tile's number as path elements of three digits, all but the last after an x: x001/x234/067. */
final class TileNumber {
  /** Far beyond any log, and small enough that positions counted from it fit a long. */
  static final long MAX = Long.MAX_VALUE >> 10;

  private static final int WIDTH = 256;
  private static final String PARTIAL = ".p/";

  private TileNumber() {}

  /** What both kinds of path end with: number and, of a partial one, the width. */
  record Tail(long number, int width) {
    static Tail parse(String text) {
      int partial = text.indexOf(PARTIAL);
      if (partial < 0) {
        return new Tail(TileNumber.number(text), WIDTH);
      }
      int width = decimal(text.substring(partial + PARTIAL.length()), WIDTH - 1);
      if (width == 0) {
        throw new IllegalArgumentException("no tile is empty");
      }
      return new Tail(TileNumber.number(text.substring(0, partial)), width);
    }

    String text() {
      return TileNumber.text(number) + (width == WIDTH ? "" : PARTIAL + width);
    }

    void check() {
      if (number < 0 || number > MAX || width < 1 || width > WIDTH) {
        throw new IllegalArgumentException("a tile has a number from 0 and a width of 1 to 256");
      }
    }
  }

  /** A decimal without leading zeroes, at most {@code max}. */
  static int decimal(String digits, int max) {
    if (!digits.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(digits) > max) {
      throw new IllegalArgumentException("a number from 0 to " + max + " is needed");
    }
    return Integer.parseInt(digits);
  }

  private static String text(long number) {
    String text = element(number % 1_000);
    for (long rest = number / 1_000; rest > 0; rest /= 1_000) {
      text = "x" + element(rest % 1_000) + "/" + text;
    }
    return text;
  }

  private static String element(long value) {
    String digits = Long.toString(value);
    return "0".repeat(3 - digits.length()) + digits;
  }

  private static long number(String text) {
    if (!text.matches("(?:x[0-9]{3}/){0,5}[0-9]{3}")) {
      throw new IllegalArgumentException("a tile's number is written as in x001/x234/067");
    }
    long number = Long.parseLong(text.replace("x", "").replace("/", ""));
    if (number > MAX || !text(number).equals(text)) {
      throw new IllegalArgumentException("a tile's number has no leading zero elements");
    }
    return number;
  }
}
