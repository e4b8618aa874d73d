package dk.sentinel.infra.stack;

import java.io.Console;
import java.util.List;
import java.util.Locale;

/** {@code infra/up}: brings the whole stack up and stays with it. */
final class UpCommand {
  private final Project project;
  private final DataDirectory data;
  private final Progress progress = Progress.onStandardOutput();

  UpCommand(Project project, DataDirectory data) {
    this.project = project;
    this.data = data;
  }

  int run(boolean detach, boolean reset, boolean sure) throws InterruptedException {
    data.create();
    if (!data.tryLock()) {
      return alreadyThere();
    }
    Room.mustSuffice(data.root());
    if (reset && !askAndReset(sure)) {
      return 1;
    }
    stopLeftovers();
    Ports ports = Ports.read(project.portsFile());
    ports.mustBeFree(project.portsFile());
    if (detach) {
      data.unlock();
      return new Detached(project, data).run();
    }
    return stayUp(ports);
  }

  private int alreadyThere() {
    String process = data.launcher().map(handle -> " (process " + handle.pid() + ")").orElse("");
    if (data.read(WholeStack.STATE).filter(WholeStack.READY::equals).isEmpty()) {
      throw new CannotGoOn(
          "Sentinel is being started or stopped by another infra/up"
              + process
              + ". Wait for it, or stop it with infra/down.");
    }
    progress.say("Sentinel is already running" + process + ". infra/down stops it.");
    progress.say(Announcement.of(project, Ports.read(project.portsFile())));
    return 0;
  }

  private boolean askAndReset(boolean sure) {
    if (!sure && !confirmed()) {
      progress.say("Nothing was thrown away.");
      return false;
    }
    stopLeftovers();
    for (String name :
        List.of(
            "postgres",
            "opensearch",
            "keycloak",
            "keys",
            "applications",
            "passwords.properties",
            WholeStack.STATE,
            WholeStack.DEMO_LOADED,
            "keycloak-realms.txt",
            "logs")) {
      DataDirectory.delete(data.file(name));
    }
    data.create();
    progress.say("All data in " + data.root() + " have been thrown away.");
    return true;
  }

  private boolean confirmed() {
    String question = "Throw away all data in " + data.root() + "? [y/N] ";
    Console console =
        Terminal.find()
            .orElseThrow(() ->
                new CannotGoOn(
                    "--reset asks before it throws data away, and nobody is at a terminal;"
                        + " say --reset --yes if you are sure."));
    String answer = console.readLine("%s", question);
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes|j|ja");
  }

  private void stopLeftovers() {
    List<String> stopped = new Leftovers(data).stop();
    if (!stopped.isEmpty()) {
      progress.say("Stopped what an earlier run left behind: " + String.join(", ", stopped) + ".");
    }
  }

  private int stayUp(Ports ports) throws InterruptedException {
    Passwords passwords = new Passwords(data.file("passwords.properties"));
    Stack stack =
        new Stack(
            project, data, ports, passwords, new Processes(data), passwords.get("portal.client"));
    WholeStack whole = new WholeStack(stack, progress);
    whole.start();
    progress.say(Announcement.of(project, ports));
    progress.say(
        String.format(
            Locale.ROOT,
            "Ready after %d s. Data and logs: %s. Ctrl-C (or infra/down) stops everything.",
            progress.elapsed().toSeconds(),
            data.root()));
    whole.watch();
    return 0;
  }
}
