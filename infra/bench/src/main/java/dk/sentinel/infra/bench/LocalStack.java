package dk.sentinel.infra.bench;

import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The stack that {@code infra/up} started from this checkout: its ports are in {@code
 * infra/ports.properties}, the password of PostgreSQL's superuser in its data directory.
 */
final class LocalStack {
  private static final Path PORTS = Path.of("infra", "ports.properties");

  private final Properties ports;
  private final Properties passwords;

  private LocalStack(Properties ports, Properties passwords) {
    this.ports = ports;
    this.passwords = passwords;
  }

  /**
   * Finds the running stack.
   *
   * @throws NotRunning when there is none, saying how to start it
   */
  static LocalStack find() {
    Path secrets = dataDirectory().resolve("passwords.properties");
    if (!Files.isReadable(secrets)) {
      throw new NotRunning("No stack has been started with data in " + dataDirectory() + ".");
    }
    LocalStack stack = new LocalStack(read(PORTS), read(secrets));
    if (!stack.isReady()) {
      throw new NotRunning("The API does not answer at " + stack.api() + ".");
    }
    return stack;
  }

  /** There is nothing to measure. */
  static final class NotRunning extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotRunning(String what) {
      super(
          what
              + "\nStart the stack first and leave it running:\n  infra/up --detach\n"
              + "Its data are looked for where infra/up keeps them; SENTINEL_DATA names another"
              + " directory.");
    }
  }

  /** As infra/up chooses it. */
  private static Path dataDirectory() {
    @Nullable String named = System.getenv("SENTINEL_DATA");
    if (named != null && !named.isBlank()) {
      return Path.of(named).toAbsolutePath();
    }
    return "root".equals(System.getProperty("user.name"))
        ? Path.of("/var/lib/sentinel")
        : Path.of(System.getProperty("user.home"), ".local", "share", "sentinel");
  }

  private static Properties read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new NotRunning(file + " cannot be read.");
    }
    return properties;
  }

  private boolean isReady() {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(api() + "/readyz"))
              .timeout(Duration.ofSeconds(10))
              .build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  String api() {
    return "http://localhost:" + ports.getProperty("api");
  }

  String keycloak() {
    return "http://localhost:" + ports.getProperty("keycloak");
  }

  /** The database as its superuser, who alone may measure past row-level security. */
  Connection database() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + ports.getProperty("postgres") + "/sentinel",
        "postgres",
        passwords.getProperty("postgres.superuser"));
  }

  /** The same, for streaming COPY. */
  PostgresqlConnectionFactory reactive() {
    return new PostgresqlConnectionFactory(
        PostgresqlConnectionConfiguration.builder()
            .host("127.0.0.1")
            .port(Integer.parseInt(ports.getProperty("postgres")))
            .database("sentinel")
            .username("postgres")
            .password(passwords.getProperty("postgres.superuser"))
            .build());
  }
}
