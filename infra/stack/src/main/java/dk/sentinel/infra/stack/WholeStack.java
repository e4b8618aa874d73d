package dk.sentinel.infra.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicReference;

/** The order in which everything starts: as much as possible at the same time. */
final class WholeStack {
  static final String STATE = "state.txt";
  static final String READY = "ready";
  static final String DEMO_LOADED = "demo-loaded.txt";

  private final Stack stack;
  private final Progress progress;
  private final Supervision supervision;
  private final Servers servers;
  private final AtomicReference<String> clockOffset = new AtomicReference<>("PT0S");
  private final Application api;
  private final Application portal;
  private final Service demoDesk;

  WholeStack(Stack stack, Progress progress) {
    this.stack = stack;
    this.progress = progress;
    this.supervision = new Supervision(stack.processes(), progress);
    this.servers = ServersChoice.asked().of(stack);
    this.api = Application.api(stack, clockOffset::get);
    this.portal = Application.portal(stack);
    this.demoDesk = new DemoDesk(stack.ports().demoDesk(), DemoPeople.read(stack.project()));
  }

  void start() {
    stack.data().write(STATE, "starting");
    supervision.endWithLauncher(this::ended);
    buildWhatIsMissing();
    Together.run(
        () -> progress.step("Keycloak is unpacked and built", servers::prepareKeycloak),
        () -> supervision.start(servers.postgres(), "PostgreSQL answers"),
        () -> supervision.start(servers.openSearch(), "OpenSearch answers"));
    Together.run(
        () -> supervision.start(servers.keycloak(), "Keycloak answers"),
        () -> supervision.start(api, "The API answers"));
    Together.run(
        () -> supervision.start(portal, "The portal answers"),
        () -> supervision.start(demoDesk, "The demo desk answers"));
    stack.data().write(STATE, READY);
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
