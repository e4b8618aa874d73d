package dk.sentinel.compliance.audit.proof;

/**
 * Where a tile of hashes is found (C2SP tlog-tiles): {@code tile/<level>/<number>[.p/<width>]}.
 *
 * @param level 0 for leaf hashes; each hash of a higher level is the root of a full tile below
 * @param number from 0 within the level
 * @param width how many hashes: 256 in a full tile, 1 to 255 in a partial one
 */
public record TilePath(int level, long number, int width) {
  /** How many hashes a full tile has. */
  public static final int FULL = 256;

  private static final int MAX_LEVEL = 63;
  private static final String PREFIX = "tile/";

  /** Checks the ranges. */
  public TilePath {
    if (level < 0 || level > MAX_LEVEL) {
      throw new IllegalArgumentException("a tile's level is 0 to 63");
    }
    new TileNumber.Tail(number, width).check();
  }

  /** The path, such as {@code tile/0/x001/234.p/17}. */
  public String path() {
    return PREFIX + level + "/" + new TileNumber.Tail(number, width).text();
  }

  /** How many bytes the tile has. */
  public int bytes() {
    return width * Hashes.LENGTH;
  }

  /**
   * The tile with this number as a tree of a size has it.
   *
   * @throws IllegalArgumentException when such a tree has none
   */
  public static TilePath at(int level, long number, long size) {
    long hashes = hashes(level, size) - number * FULL;
    return new TilePath(level, number, (int) Math.min(FULL, hashes));
  }

  /** Whether a tree of a size has all hashes of this tile. */
  public boolean isWithin(long size) {
    return number * FULL + width <= hashes(level, size);
  }

  /** How many hashes the tiles of a level have together in a tree of a size. */
  static long hashes(int level, long size) {
    return level > 7 ? 0 : size >> (8 * level);
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException when it is not exactly what {@link #path()} writes
   */
  public static TilePath parse(String path) {
    int slash = path.indexOf('/', PREFIX.length());
    if (!path.startsWith(PREFIX) || slash < 0) {
      throw new IllegalArgumentException("a tile's path reads tile/<level>/<number>");
    }
    int level = TileNumber.decimal(path.substring(PREFIX.length(), slash), MAX_LEVEL);
    TileNumber.Tail tail = TileNumber.Tail.parse(path.substring(slash + 1));
    return new TilePath(level, tail.number(), tail.width());
  }
}
