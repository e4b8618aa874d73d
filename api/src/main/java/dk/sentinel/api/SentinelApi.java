package dk.sentinel.api;

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
  /** Starts the server; the arguments are Spring's. */
  public static void main(String[] args) {
    SpringApplication.run(SentinelApi.class, args);
  }
}
