package dk.sentinel.infra.stack;

import java.nio.file.Path;

/** {@code infra/servers}: the three servers alone, until the launcher is told to end. */
final class ServersCommand {
  private final Project project;

  ServersCommand(Project project) {
    this.project = project;
  }

  int run(boolean freePorts, Path file) throws InterruptedException {
    Ports ports = freePorts ? Ports.free() : Ports.read(project.portsFile());
    ports.mustBeFree(project.portsFile());
    Progress progress = Progress.onStandardOutput();
    Supervision supervision = new TestServers(project, progress).start(ports, file);
    progress.say("The servers answer. For tests: export SENTINEL_SERVERS=" + file.toAbsolutePath());
    progress.say("Ctrl-C stops them and throws their data away.");
    supervision.watch();
    return 0;
  }
}
