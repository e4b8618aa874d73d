package dk.sentinel.infra.stack;

/**
 * Where the servers run: as processes of this machine, which needs no Docker, or with {@code
 * -Dsentinel.servers=containers} in containers of their official images.
 */
enum ServersChoice {
  LOCAL,
  CONTAINERS;

  /** What the system property {@code sentinel.servers} asks for; processes unless it says else. */
  static ServersChoice asked() {
    String choice = System.getProperty("sentinel.servers", "local");
    return switch (choice) {
      case "local" -> LOCAL;
      case "containers" -> CONTAINERS;
      default ->
          throw new CannotGoOn(
              "-Dsentinel.servers=" + choice + " is not known: say local or containers.");
    };
  }

  /** The servers of a stack. */
  Servers of(Stack stack) {
    return switch (this) {
      case LOCAL -> new LocalServers(stack);
      case CONTAINERS -> new ContainerServers(stack);
    };
  }
}
