package dk.sentinel.compliance.tenancy;

import io.r2dbc.spi.Connection;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * A connection for one transaction of one clinic. Begins and binds the clinic in one message, and
 * sends what is to commit with the transaction together with the commit in another: a statement
 * that fails there leaves nothing behind, because what follows it in the message is not executed.
 */
final class TenantConnection extends FencedConnection {
  private final CommitScript script;

  TenantConnection(Connection connection, CommitScript script) {
    super(connection);
    this.script = script;
  }

  @Override
  public Publisher<Void> beginTransaction() {
    Scope scope = script.scope();
    return begin(
        "begin; select "
            + local("sentinel.clinic", script.tenant().toString())
            + ", "
            + local("sentinel.ydernumre", scope.ydernumreSetting())
            + ", "
            + local("sentinel.log_begins", scope.logBeginsSetting())
            + ", "
            + local("sentinel.log_ends", scope.logEndsSetting()));
  }

  @Override
  public Publisher<Void> commitTransaction() {
    return Mono.defer(() -> commit(script.end()));
  }

  /** What would be added from now on would be lost: the script refuses it. */
  @Override
  void ended() {
    script.end();
  }

  /** Ends with the transaction. The values are ids, numbers and moments: none needs escaping. */
  private static String local(String setting, String value) {
    return "set_config('" + setting + "', '" + value + "', true)";
  }
}
