package dk.sentinel.infra.stack;

import java.io.Serial;

/** The launcher cannot go on; the message is one clear sentence that says what to do about it. */
final class CannotGoOn extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  CannotGoOn(String message) {
    super(message);
  }

  CannotGoOn(String message, Throwable cause) {
    super(message, cause);
  }
}
