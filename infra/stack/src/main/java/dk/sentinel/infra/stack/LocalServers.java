package dk.sentinel.infra.stack;

import java.io.IOException;

/** The servers as processes on this machine, from the artifacts that Maven brought. */
final class LocalServers implements Servers {
  private final PostgresServer postgres;
  private final KeycloakServer keycloak;
  private final OpenSearchServer openSearch;

  LocalServers(Stack stack) {
    this.postgres = new PostgresServer(stack);
    this.keycloak = new KeycloakServer(stack);
    this.openSearch = new OpenSearchServer(stack);
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

  @Override
  public void prepareKeycloak() throws IOException, InterruptedException {
    keycloak.prepare();
  }

  @Override
  public boolean keepData() {
    return true;
  }
}
