package dk.sentinel.compliance.tenancy;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Connections whose statements end with their transaction. Whoever waits for a transaction may give
 * up at any moment: then the rollback is sent from one thread while another may be about to send
 * the transaction's next statement, which would be executed after the rollback, alone and at once
 * durable, or in the transaction of the pool's next user. Here it is refused.
 */
final class FencedConnections implements ConnectionFactory {
  private final ConnectionFactory connections;

  /** Fences what this gives out; each connection is for one transaction. */
  FencedConnections(ConnectionFactory connections) {
    this.connections = connections;
  }

  @Override
  public Publisher<? extends Connection> create() {
    return Mono.from(connections.create()).map(FencedConnection::new);
  }

  @Override
  public ConnectionFactoryMetadata getMetadata() {
    return connections.getMetadata();
  }
}
