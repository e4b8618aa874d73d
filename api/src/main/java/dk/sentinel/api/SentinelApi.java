package dk.sentinel.api;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the API: everything it does it does through HTTP, described by its OpenAPI. */
@SpringBootApplication
public class SentinelApi {
  /** Starts the server; the arguments are Spring's. */
  public static void main(String[] args) {
    SpringApplication.run(SentinelApi.class, args);
  }
}
