package dk.sentinel.compliance.tenancy;

import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a transaction still has to do when it commits, as text for the simple query protocol: calls
 * of database procedures. Sent in one message with the commit, they cost no round trip of their
 * own. Used by one transaction, whose steps follow each other.
 */
final class CommitScript {
  /** Room for one audit entry. */
  private static final int LIKELY = 1024;

  private static final Pattern PROCEDURE = Pattern.compile("[a-z_]+\\.[a-z_]+");

  private final TenantId tenant;
  private final Scope scope;
  private final StringBuilder calls = new StringBuilder();
  private boolean ended;

  CommitScript(TenantId tenant, Scope scope) {
    this.tenant = tenant;
    this.scope = scope;
  }

  TenantId tenant() {
    return tenant;
  }

  Scope scope() {
    return scope;
  }

  /**
   * Adds a call. Its values are written without their types, which the procedure tells: let none
   * have a namesake with other ones.
   *
   * @throws IllegalStateException when the transaction has ended: the call would be lost
   */
  synchronized void call(String procedure, Object... arguments) {
    if (ended) {
      throw new IllegalStateException("the transaction has ended: nothing can commit with it");
    }
    if (!PROCEDURE.matcher(procedure).matches()) {
      throw new IllegalArgumentException("not the name of a procedure with its schema");
    }
    calls.ensureCapacity(calls.length() + LIKELY);
    calls.append("call ").append(procedure).append('(');
    for (int i = 0; i < arguments.length; i++) {
      calls.append(i == 0 ? "" : ",");
      literal(arguments[i]);
    }
    calls.append(");");
  }

  /** Ends the script and gives what is to be sent with the commit; empty when there is nothing. */
  synchronized String end() {
    ended = true;
    return calls.toString();
  }

  private void literal(Object value) {
    switch (value) {
      case UUID id -> calls.append('\'').append(id).append('\'');
      case Instant at -> calls.append('\'').append(at).append('\'');
      case String text -> constant(text);
      default -> throw new IllegalArgumentException("no literal for " + value.getClass());
    }
  }

  /**
   * A string constant of PostgreSQL (manual, 4.1.2.1 and 4.1.2.2). One with a backslash is written
   * in the form whose reading does not depend on {@code standard_conforming_strings}.
   *
   * @throws IllegalArgumentException when the text holds the character zero, which PostgreSQL
   *     cannot keep
   */
  private void constant(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a text may not hold the character zero");
    }
    String doubled = text.indexOf('\'') < 0 ? text : text.replace("'", "''");
    if (doubled.indexOf('\\') < 0) {
      calls.append('\'').append(doubled).append('\'');
    } else {
      calls.append("E'").append(doubled.replace("\\", "\\\\")).append('\'');
    }
  }
}
