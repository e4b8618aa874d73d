package dk.sentinel.api;

import dk.sentinel.compliance.audit.FileLogKey;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator does at the machine itself, with the server's own program and its rights to the
 * keys: {@code java -jar sentinel-api.jar rotate-log-key DIRECTORY LOG-NAME}. Ends with 0 when
 * done, with 2 when it was not understood or could not be done; says why.
 */
final class OperatorCommand {
  private static final String ROTATE = "rotate-log-key";
  private static final int NOT_DONE = 2;

  private final Clock clock;
  private final PrintStream out;
  private final PrintStream err;

  OperatorCommand(Clock clock, PrintStream out, PrintStream err) {
    this.clock = clock;
    this.out = out;
    this.err = err;
  }

  /** Does what the words say; null when they are no command, but the server's own options. */
  @Nullable Integer run(String... words) {
    if (words.length == 0 || words[0].startsWith("-")) {
      return null;
    }
    if (!words[0].equals(ROTATE) || words.length != 3) {
      err.println("Not understood: " + String.join(" ", List.of(words)));
      err.println("Usage: java -jar sentinel-api.jar " + ROTATE + " DIRECTORY LOG-NAME");
      return NOT_DONE;
    }
    return rotate(words[1], words[2]);
  }

  private int rotate(String directory, String name) {
    try {
      Path keys = Path.of(directory);
      if (!Files.isDirectory(keys)) {
        err.println("There is no directory of keys: " + directory);
        return NOT_DONE;
      }
      String old = FileLogKey.open(keys, name, false).verifier().toString();
      FileLogKey next = FileLogKey.rotate(keys, name, clock.instant());
      out.println("Old key  " + old);
      out.println("New key  " + next.verifier());
      out.println(
          "Both signed the note previous-keys/"
              + next.rotations().size()
              + ".note. Now start every"
              + " instance of the API again, and publish the new key. Until you delete"
              + " log-signing-previous.key, checkpoints bear both signatures.");
      return 0;
    } catch (InvalidPathException | IllegalStateException e) {
      err.println("The key was not rotated: " + e.getMessage());
      return NOT_DONE;
    }
  }
}
