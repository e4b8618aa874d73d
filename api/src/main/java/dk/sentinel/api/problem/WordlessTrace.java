package dk.sentinel.api.problem;

import io.r2dbc.spi.R2dbcException;
import org.jspecify.annotations.Nullable;

/** What broke and where, for the log: classes, SQLSTATE and lines of code, but no message. */
public record WordlessTrace(Throwable error) {
  private static final int FRAMES = 12;

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
      text.append(text.isEmpty() ? "" : "\n caused by ").append(cause.getClass().getName());
      if (cause instanceof R2dbcException database) {
        text.append(" SQLSTATE ").append(database.getSqlState());
      }
      appendFrames(text, cause.getStackTrace());
    }
    return text.toString();
  }

  private static void appendFrames(StringBuilder text, StackTraceElement[] frames) {
    for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
      text.append("\n  at ").append(frames[i]);
    }
  }
}
