package dk.sentinel.infra.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

/** The order in which everything starts: as much as possible at the same time. */
final class WholeStack {
  static final String STATE = "state.txt";
  static final String READY = "ready";
  static final String DEMO_LOADED = "demo-loaded.txt";

  private final Stack stack;
  private final Progress progress;
  private final Supervision supervision;
  private final Servers servers;
  private final Application api;
  private final Application portal;
  private final Service demoDesk;
  private final Service authority;
  private final Demo demo;
  private final CompletableFuture<Boolean> databases = new CompletableFuture<>();

  WholeStack(Stack stack, Progress progress) {
    this.stack = stack;
    this.progress = progress;
    this.supervision = new Supervision(stack.processes(), progress);
    this.servers = ServersChoice.asked().of(stack);
    this.api = Application.api(stack);
    this.portal = Application.portal(stack);
    this.demo = new Demo(stack, progress, supervision);
    this.authority = new Authority(stack);
    this.demoDesk = new DemoDesk(stack.ports().demoDesk(), DemoPeople.read(stack.project()));
  }

  void start() {
    stack.data().write(STATE, "starting");
    supervision.endWithLauncher(this::ended);
    buildWhatIsMissing();
    supervision.start(demoDesk, "The demo desk answers");
    supervision.start(authority, "The local authority answers");
    boolean loadDemo = !servers.keepData() || !stack.data().has(DEMO_LOADED);
    Together.run(this::startKeycloak, () -> startDatabases(loadDemo), this::startPortal);
    if (loadDemo) {
      demo.load(api);
      stack.data().write(DEMO_LOADED, "loaded");
    }
    stack.data().write(STATE, READY);
  }

  private void startDatabases(boolean loadDemo) {
    Together.run(
        () -> supervision.start(servers.postgres(), "PostgreSQL answers"),
        () -> supervision.start(servers.openSearch(), "OpenSearch answers"));
    databases.complete(true);
    if (loadDemo) {
      demo.startApi();
    } else {
      supervision.start(api, "The API answers");
    }
  }

  private void startKeycloak() {
    progress.step("Keycloak is unpacked and built", servers::prepareKeycloak);
    databases.join();
    supervision.start(servers.keycloak(), "Keycloak answers");
  }

  /** The portal starts without the API and Keycloak, and says itself when they do not answer. */
  private void startPortal() {
    databases.join();
    supervision.start(portal, "The portal answers");
  }

  private void buildWhatIsMissing() {
    Build build = new Build(stack.project(), stack.processes());
    try {
      if (build.isNeeded()) {
        progress.step("Built what was missing or has changed", build::run);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void watch() throws InterruptedException {
    supervision.watch();
  }

  private void ended() {
    stack.data().write(STATE, "stopped");
    stack.data().forgetPids();
  }
}
