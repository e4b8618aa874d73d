package dk.sentinel.compliance.audit.proof;

import java.io.IOException;

/** Where tiles of hashes are read from: a package, a directory, a server. Blocks its caller. */
@FunctionalInterface
public interface TileReader {
  /**
   * The bytes of a tile, {@link TilePath#bytes()} of them in a sound log.
   *
   * @throws java.io.FileNotFoundException when there is none
   * @throws IOException when it cannot be read
   */
  byte[] read(TilePath tile) throws IOException;
}
