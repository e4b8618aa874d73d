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
  static {
    // Reactor Netty up to 1.3.7 forgets to read on when a request on a kept connection arrives
    // before the one before it has ended on the server: the browser then waits for ever (its issues
    // 4347 and 4361, mended after 1.3.7). With this switch it ends the one before first.
    System.setProperty("reactor.netty.http.server.lastFlushWhenNoRead", "true");
  }

  /** Starts the server; the arguments are Spring's. */
  public static void main(String[] args) {
    SpringApplication.run(SentinelPortal.class, args);
  }
}
