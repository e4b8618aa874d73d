package dk.sentinel.api;

import dk.sentinel.compliance.tenancy.TenantDirectory;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import dk.sentinel.compliance.tenancy.WaitingWork;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ValidationDepth;
import java.time.Duration;
import java.util.Map;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One pool per database role: what a role may not do, no mistake in the code can do. */
@Configuration(proxyBeanMethods = false)
class DatabaseWiring {
  private static final int SIDE_POOL = 4;
  private static final int ERASER_POOL = 2;

  @Bean
  Migrated migrated(SentinelSettings settings) {
    return Migrated.migrate(settings.database());
  }

  @Bean(destroyMethod = "dispose")
  ConnectionPool appConnections(SentinelSettings settings, Migrated migrated) {
    SentinelSettings.Database database = settings.database();
    return pool(database, "sentinel_app", database.appPassword(), database.poolSize());
  }

  @Bean(destroyMethod = "dispose")
  ConnectionPool sequencerConnections(SentinelSettings settings, Migrated migrated) {
    SentinelSettings.Database database = settings.database();
    return pool(database, "sentinel_sequencer", database.sequencerPassword(), SIDE_POOL);
  }

  @Bean(destroyMethod = "dispose")
  ConnectionPool directoryConnections(SentinelSettings settings, Migrated migrated) {
    SentinelSettings.Database database = settings.database();
    return pool(database, "sentinel_directory", database.directoryPassword(), SIDE_POOL);
  }

  @Bean(destroyMethod = "dispose")
  ConnectionPool eraserConnections(SentinelSettings settings, Migrated migrated) {
    SentinelSettings.Database database = settings.database();
    return pool(database, "sentinel_eraser", database.eraserPassword(), ERASER_POOL);
  }

  /** For the deletion of what an ended clinic leaves, and for nothing else. */
  @Bean(defaultCandidate = false)
  TenantTransactions eraserTransactions(
      @Qualifier("eraserConnections") ConnectionFactory eraserConnections) {
    return new TenantTransactions(eraserConnections);
  }

  @Bean
  TenantTransactions tenantTransactions(
      @Qualifier("appConnections") ConnectionFactory appConnections) {
    return new TenantTransactions(appConnections);
  }

  @Bean
  TenantDirectory tenantDirectory(
      @Qualifier("directoryConnections") ConnectionFactory directoryConnections) {
    return new TenantDirectory(directoryConnections);
  }

  @Bean
  WaitingWork waitingWork(
      @Qualifier("directoryConnections") ConnectionFactory directoryConnections) {
    return new WaitingWork(directoryConnections);
  }

  private static ConnectionPool pool(
      SentinelSettings.Database database, String role, String password, int size) {
    PostgresqlConnectionFactory connections =
        new PostgresqlConnectionFactory(
            PostgresqlConnectionConfiguration.builder()
                .host(database.host())
                .port(database.port())
                .database(database.name())
                .username(role)
                .password(password)
                .applicationName("sentinel-api")
                .connectTimeout(Duration.ofSeconds(5))
                .options(
                    Map.of(
                        "statement_timeout", "60s",
                        "idle_in_transaction_session_timeout", "60s",
                        "TimeZone", "UTC"))
                .build());
    return new ConnectionPool(
        ConnectionPoolConfiguration.builder(connections)
            .name(role)
            .initialSize(1)
            .maxSize(size)
            .maxIdleTime(Duration.ofMinutes(10))
            .maxAcquireTime(Duration.ofSeconds(10))
            .validationDepth(ValidationDepth.LOCAL) // a server that went away has closed it
            .build());
  }
}
