package dk.sentinel.compliance.audit.proof;

/**
 * Where a bundle of entries is found (C2SP tlog-tiles): {@code tile/entries/<number>[.p/<width>]}.
 *
 * @param number from 0; the bundle holds the entries from position {@code number * 256}
 * @param width how many entries: 256 in a full bundle, 1 to 255 in a partial one
 */
public record BundlePath(long number, int width) {
  private static final String PREFIX = "tile/entries/";

  /** Checks the ranges. */
  public BundlePath {
    new TileNumber.Tail(number, width).check();
  }

  /** The position of its first entry. */
  public long first() {
    return number * TilePath.FULL;
  }

  /** The path, such as {@code tile/entries/x001/234.p/17}. */
  public String path() {
    return PREFIX + new TileNumber.Tail(number, width).text();
  }

  /**
   * The bundle with this number as a log of a size has it.
   *
   * @throws IllegalArgumentException when such a log has none
   */
  public static BundlePath at(long number, long size) {
    return new BundlePath(number, TilePath.at(0, number, size).width());
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException when it is not exactly what {@link #path()} writes
   */
  public static BundlePath parse(String path) {
    if (!path.startsWith(PREFIX)) {
      throw new IllegalArgumentException("a bundle's path reads tile/entries/<number>");
    }
    TileNumber.Tail tail = TileNumber.Tail.parse(path.substring(PREFIX.length()));
    return new BundlePath(tail.number(), tail.width());
  }
}
