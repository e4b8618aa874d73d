package dk.sentinel.infra.stack;

import java.util.List;

/** The user that runs the launcher. */
final class User {
  private User() {}

  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** What to put before a command so that it does not run as root; nothing for other users. */
  static List<String> withoutRoot() {
    return isRoot()
        ? List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")
        : List.of();
  }
}
