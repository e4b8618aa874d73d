package dk.sentinel.compliance.tenancy;

import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcTimeoutException;
import org.jspecify.annotations.Nullable;

/** What a database error means: SQLSTATE in, meaning out. The only place that knows the codes. */
public enum DatabaseFault {
  /** A unique key exists already: somebody was first. */
  DUPLICATE,
  /** Two transactions were in each other's way: the same call may succeed when repeated. */
  CONTENDED,
  /** The database cannot be reached, is starting or stopping, or took too long. */
  UNAVAILABLE,
  /** A rule of the schema or a right was broken: a fault of the program. */
  BROKEN_RULE;

  /** The fault behind an error; null when it did not come from the database. */
  public static @Nullable DatabaseFault of(Throwable error) {
    for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof R2dbcTimeoutException) {
        return UNAVAILABLE;
      }
      if (cause instanceof R2dbcException database) {
        return ofState(database.getSqlState());
      }
    }
    return null;
  }

  /** Whether the error is a unique key that exists already. */
  public static boolean isDuplicate(Throwable error) {
    return of(error) == DUPLICATE;
  }

  private static DatabaseFault ofState(@Nullable String state) {
    if (state == null) {
      return UNAVAILABLE;
    }
    return switch (state) {
      case "23505", "23P01" -> DUPLICATE;
      case "40001", "40P01", "55P03" -> CONTENDED;
      case "57014" -> UNAVAILABLE;
      default ->
          state.startsWith("08") || state.startsWith("53") || state.startsWith("57P")
              ? UNAVAILABLE
              : BROKEN_RULE;
    };
  }
}
