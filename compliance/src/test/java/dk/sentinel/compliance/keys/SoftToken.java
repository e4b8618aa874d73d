package dk.sentinel.compliance.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * A token of SoftHSM2 (Debian: {@code softhsm2}). The library looks for tokens once in the life of
 * a process, when it is first used: so all that the tests of this process need are made together,
 * and deleted when it ends.
 *
 * @param label its label
 * @param slot the slot it was given
 */
public record SoftToken(String label, long slot) {
  /** The library. */
  public static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");

  /** The user's PIN of every token. */
  public static final String PIN = "1234";

  private static final Path TOKENS = Path.of("/var/lib/softhsm/tokens");

  private static final class Made {
    static final SoftToken LOG = make("log");
    static final SoftToken SEAL = make("seal");
  }

  /** For the log's key. Ends the test where SoftHSM2 cannot be used and need not be. */
  public static SoftToken forLog() {
    mustBeUsable();
    return Made.LOG;
  }

  /** For the seal's key. Ends the test where SoftHSM2 cannot be used and need not be. */
  public static SoftToken forSeal() {
    mustBeUsable();
    return Made.SEAL;
  }

  /** Where {@code SENTINEL_TOKEN} is set the tests may not be left out. */
  private static void mustBeUsable() {
    boolean usable = Files.exists(LIBRARY) && Files.isWritable(TOKENS);
    Assumptions.assumeTrue(
        usable || System.getenv("SENTINEL_TOKEN") != null, "softhsm2 cannot be used here");
    assertThat(usable).as("softhsm2 can be used").isTrue();
  }

  private static SoftToken make(String what) {
    String label = what + "-" + UUID.randomUUID().toString().substring(0, 20);
    String said =
        util("--init-token", "--free", "--label", label, "--so-pin", "5678", "--pin", PIN);
    Matcher slot = Pattern.compile("slot (\\d+)").matcher(said);
    assertThat(slot.find()).as(said).isTrue();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> util("--delete-token", "--token", label)));
    return new SoftToken(label, Long.parseLong(slot.group(1)));
  }

  /** What {@code softhsm2-util} says to these words. */
  public static String util(String... words) {
    ProcessBuilder command = new ProcessBuilder("softhsm2-util");
    command.command().addAll(List.of(words));
    try {
      Process process = command.redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
