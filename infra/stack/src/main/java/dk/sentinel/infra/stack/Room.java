package dk.sentinel.infra.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether this machine has room for the stack. */
final class Room {
  private static final long MEBIBYTE = 1024L * 1024;
  private static final long MEMORY = 2500 * MEBIBYTE;
  private static final long DISK = 2048 * MEBIBYTE;
  private static final Path MEMORY_INFO = Path.of("/proc/meminfo");

  private Room() {}

  /** Refuses to start where memory or disk would give out, or PostgreSQL could not work. */
  static void mustSuffice(Path directory) {
    PostgresServer.mustReach(directory);
    check(availableMemory(), Files.exists(MEMORY_INFO), usableDisk(directory), directory);
  }

  /** The rule itself, on given figures in bytes. */
  static void check(long memory, boolean memoryKnown, long disk, Path directory) {
    if (memoryKnown && memory < MEMORY) {
      throw new CannotGoOn(
          "Too little memory: "
              + memory / MEBIBYTE
              + " MiB are free, Sentinel needs "
              + MEMORY / MEBIBYTE
              + ". End other programs first.");
    }
    if (disk < DISK) {
      throw new CannotGoOn(
          "Too little disk: "
              + disk / MEBIBYTE
              + " MiB are free under "
              + directory
              + ", Sentinel needs "
              + DISK / MEBIBYTE
              + ". Make room, or name another directory with SENTINEL_DATA=<directory>.");
    }
  }

  private static long availableMemory() {
    try {
      for (String line : Files.readAllLines(MEMORY_INFO)) {
        if (line.startsWith("MemAvailable:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
      return Long.MAX_VALUE;
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }

  private static long usableDisk(Path directory) {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      throw new CannotGoOn("The free disk space under " + directory + " is not known.", e);
    }
  }
}
