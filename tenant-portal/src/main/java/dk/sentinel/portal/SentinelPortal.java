package dk.sentinel.portal;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Starts the portal: pages for people, made from what the API answers to the person's own token.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class SentinelPortal {
  /** Starts the server; the arguments are Spring's. */
  public static void main(String[] args) {
    SpringApplication.run(SentinelPortal.class, args);
  }
}
