package dk.sentinel.compliance.tenancy;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Connections for the transaction that the Reactor context tells of; without one there is none to
 * be had.
 */
final class TenantConnections implements ConnectionFactory {
  private final ConnectionFactory connections;

  TenantConnections(ConnectionFactory connections) {
    this.connections = connections;
  }

  @Override
  public Publisher<? extends Connection> create() {
    return Mono.deferContextual(view -> {
      CommitScript script =
          view.<CommitScript>getOrEmpty(CommitScript.class).orElseThrow(NoTenantException::new);
      return Mono.from(connections.create())
          .map(connection -> new TenantConnection(connection, script));
    });
  }

  @Override
  public ConnectionFactoryMetadata getMetadata() {
    return connections.getMetadata();
  }
}
