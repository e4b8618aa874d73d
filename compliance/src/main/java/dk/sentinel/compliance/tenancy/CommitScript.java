package dk.sentinel.compliance.tenancy;

import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a transaction still has to do when it commits, as text for the simple query protocol: calls
 * of database procedures whose arguments need no escaping. Sent in one message with the commit,
 * they cost no round trip of their own. Used by one transaction, whose steps follow each other.
 */
final class CommitScript {
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
   * Adds a call.
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
    calls.append("call ").append(procedure).append('(');
    for (int i = 0; i < arguments.length; i++) {
      calls.append(i == 0 ? "" : ",").append(literal(arguments[i]));
    }
    calls.append(");");
  }

  /**
   * Ends the script and gives what is to be sent before the commit; empty when there is nothing.
   */
  synchronized String end() {
    ended = true;
    return calls.toString();
  }

  private static String literal(Object value) {
    return switch (value) {
      case UUID id -> "'" + id + "'::uuid";
      case Instant at -> "'" + at + "'::timestamptz";
      case byte[] bytes -> "decode('" + Base64.getEncoder().encodeToString(bytes) + "','base64')";
      default -> throw new IllegalArgumentException("no literal for " + value.getClass());
    };
  }
}
