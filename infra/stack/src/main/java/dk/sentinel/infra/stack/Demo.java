package dk.sentinel.infra.stack;

import dk.sentinel.infra.demo.DemoLoad;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;

/**
 * Loads the demo through the API's own doors: what the clinics signed eighteen months ago through
 * an API whose clock is set back, their journals through the real one.
 */
final class Demo {
  private static final String BACK_IN_TIME = "-P540D";
  private static final String AGREEMENTS = "Demo: clinics have signed up";
  private static final String JOURNALS = "Demo: journals have been sent";
  private static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");

  private final Stack stack;
  private final Progress progress;
  private final Supervision supervision;
  private final Application backdated;
  private final String backdatedUrl;

  Demo(Stack stack, Progress progress, Supervision supervision) {
    this.stack = stack;
    this.progress = progress;
    this.supervision = supervision;
    int port = Ports.free().api();
    this.backdated = Application.backdatedApi(stack, port, BACK_IN_TIME);
    this.backdatedUrl = "http://localhost:" + port;
  }

  /** Starts the API whose clock is set back. */
  void startApi() {
    supervision.start(backdated, "An API set back in time answers");
  }

  /** Loads the demo and starts the real API meanwhile; Keycloak must answer. */
  void load(Application api) {
    Together.run(
        () -> progress.step(AGREEMENTS, this::agreements),
        () -> supervision.start(api, "The API answers"));
    supervision.stop(backdated);
    progress.step(JOURNALS, this::journals);
  }

  private void agreements() {
    new DemoLoad(stack.keycloakUrl(), backdatedUrl).agreements(told(AGREEMENTS));
  }

  private void journals() {
    DemoLoad load = new DemoLoad(stack.keycloakUrl(), stack.apiUrl());
    load.data(LocalDate.now(DENMARK), told(JOURNALS));
  }

  private DemoLoad.Progress told(String step) {
    return (done, of, clinic) ->
        progress.detail(step, String.format(Locale.ROOT, "%d of %d, %s", done, of, clinic));
  }
}
