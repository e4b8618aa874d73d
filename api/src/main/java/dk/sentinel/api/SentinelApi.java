package dk.sentinel.api;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.data.r2dbc.autoconfigure.DataR2dbcAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;

/**
 * Starts the API: everything it does it does through HTTP, described by its OpenAPI. Connections,
 * migrations and people are wired by hand: there is one pool per database role, and no user list.
 */
@SpringBootApplication(
    exclude = {
      DataR2dbcAutoConfiguration.class,
      DataSourceAutoConfiguration.class,
      FlywayAutoConfiguration.class,
      R2dbcAutoConfiguration.class,
      ReactiveUserDetailsServiceAutoConfiguration.class
    })
@ConfigurationPropertiesScan
public class SentinelApi {
  static {
    // Reactor Netty up to 1.3.7 forgets to read on when a request on a kept connection arrives
    // before the one before it has ended on the server: the browser then waits for ever (its issues
    // 4347 and 4361, mended after 1.3.7). With this switch it ends the one before first.
    System.setProperty("reactor.netty.http.server.lastFlushWhenNoRead", "true");
  }

  /** Starts the server; the arguments are Spring's. A first word without dashes is a command. */
  public static void main(String[] args) {
    Integer ended = new OperatorCommand(Clock.systemUTC(), System.out, System.err).run(args);
    if (ended != null) {
      System.exit(ended);
    }
    SpringApplication.run(SentinelApi.class, args);
  }
}
