package dk.sentinel.infra.stack;

/** What a running stack tells: where everything is, and who can sign in. */
final class Announcement {
  private Announcement() {}

  static String of(Project project, Ports ports) {
    StringBuilder text = new StringBuilder("\n");
    line(text, "Portal", ports.portal(), "");
    line(text, "Demo desk", ports.demoDesk(), "   passwords and one-time codes of the demo people");
    line(text, "API", ports.api(), "/openapi.yaml");
    line(text, "Keycloak", ports.keycloak(), "");
    line(text, "OpenSearch", ports.openSearch(), "");
    text.append("  PostgreSQL  localhost:%d, database sentinel%n%n".formatted(ports.postgres()));
    for (DemoPeople.Person person : DemoPeople.read(project).people()) {
      text.append(
          "  %-18s %-26s %s%n".formatted(person.username(), person.name(), person.english()));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, int port, String more) {
    text.append("  %-11s http://localhost:%d%s%n".formatted(name, port, more));
  }
}
