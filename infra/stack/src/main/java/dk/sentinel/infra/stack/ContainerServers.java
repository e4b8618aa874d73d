package dk.sentinel.infra.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.MountableFile;

/**
 * The servers in containers of their official images, on the same ports as the processes would
 * have. They hold their data only as long as they run, and end with the launcher.
 */
final class ContainerServers implements Servers {
  private static final Duration ALLOWED = Duration.ofMinutes(4);
  private static final String DATABASE_ALIAS = "postgres";

  private final Stack stack;
  private final Databases databases;
  private final Network network = Network.newNetwork();
  private final Container postgres;
  private final Container keycloak;
  private final Container openSearch;

  ContainerServers(Stack stack) {
    this.stack = stack;
    this.databases = new Databases(stack);
    this.postgres = new Container("PostgreSQL", this::newPostgres, databases::create);
    this.keycloak = new Container("Keycloak", this::newKeycloak, () -> {});
    this.openSearch = new Container("OpenSearch", this::newOpenSearch, () -> {});
  }

  private GenericContainer<?> newPostgres() {
    GenericContainer<?> container = container("postgres:18", stack.ports().postgres(), 5432);
    container.withNetworkAliases(DATABASE_ALIAS);
    container.withEnv("POSTGRES_PASSWORD", databases.superuserPassword());
    container.withEnv("POSTGRES_INITDB_ARGS", "--data-checksums --encoding=UTF8");
    container.waitingFor(
        Wait.forLogMessage(".*database system is ready to accept connections.*\\s", 2)
            .withStartupTimeout(ALLOWED));
    return container;
  }

  /** Keycloak has the same port inside and outside: the realms call each other by address. */
  private GenericContainer<?> newKeycloak() {
    int port = stack.ports().keycloak();
    GenericContainer<?> container =
        container("quay.io/keycloak/keycloak:26.7.3", port, port)
            .withEnv("KC_DB_URL", "jdbc:postgresql://" + DATABASE_ALIAS + ":5432/keycloak")
            .withEnv("KC_DB_USERNAME", "keycloak")
            .withEnv("KC_DB_PASSWORD", stack.passwords().get("keycloak.database"))
            .withEnv("KC_BOOTSTRAP_ADMIN_USERNAME", KeycloakServer.ADMIN)
            .withEnv("KC_BOOTSTRAP_ADMIN_PASSWORD", stack.passwords().get("keycloak.admin"))
            .withEnv(KeycloakServer.realmPlaceholders(stack))
            .withCommand(
                "start",
                "--db=postgres",
                "--health-enabled=true",
                "--http-enabled=true",
                "--http-port=" + port,
                "--hostname=" + stack.keycloakUrl(),
                "--cache=local",
                "--import-realm");
    for (Path realm : stack.project().realms()) {
      container.withCopyFileToContainer(
          MountableFile.forHostPath(realm), "/opt/keycloak/data/import/" + realm.getFileName());
    }
    Path themes = stack.project().deploy().resolve("keycloak/themes");
    if (Files.isDirectory(themes)) {
      container.withCopyFileToContainer(MountableFile.forHostPath(themes), "/opt/keycloak/themes");
    }
    container.waitingFor(
        Wait.forHttp("/realms/sentinel").forPort(port).withStartupTimeout(ALLOWED));
    return container;
  }

  private GenericContainer<?> newOpenSearch() {
    return container("opensearchproject/opensearch:3.8.0", stack.ports().openSearch(), 9200)
        .withEnv("discovery.type", "single-node")
        .withEnv("DISABLE_SECURITY_PLUGIN", "true")
        .withEnv("DISABLE_INSTALL_DEMO_CONFIG", "true")
        .withEnv("OPENSEARCH_JAVA_OPTS", "-Xms512m -Xmx512m")
        .waitingFor(Wait.forHttp("/_cluster/health").forPort(9200).withStartupTimeout(ALLOWED));
  }

  private GenericContainer<?> container(String image, int outside, int inside) {
    GenericContainer<?> container = new GenericContainer<>(image);
    container.withNetwork(network);
    container.withExposedPorts(inside);
    container.setPortBindings(List.of("127.0.0.1:" + outside + ":" + inside));
    return container;
  }

  @Override
  public Service postgres() {
    return postgres;
  }

  @Override
  public Service keycloak() {
    return keycloak;
  }

  @Override
  public Service openSearch() {
    return openSearch;
  }

  /** Nothing to prepare: the image does it while it starts. */
  @Override
  public void prepareKeycloak() throws IOException {}

  @Override
  public boolean keepData() {
    return false;
  }
}
