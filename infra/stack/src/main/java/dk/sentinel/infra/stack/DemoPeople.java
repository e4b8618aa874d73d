package dk.sentinel.infra.stack;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The people of the demo, from {@code infra/deploy/demo/people.json}; all invented.
 *
 * @param people in the order of the file
 */
record DemoPeople(List<Person> people) {

  /**
   * One of them.
   *
   * @param professionalId the persistent professional id, empty for a private person
   * @param danish in one line what this person can do
   * @param english the same
   */
  record Person(
      String username,
      String password,
      String totpSecret,
      String name,
      String organization,
      String professionalId,
      List<String> platformRoles,
      String danish,
      String english) {

    /** The one-time code of this moment. */
    String code(Instant now) {
      return totpSecret.isEmpty()
          ? ""
          : Totp.code(totpSecret.getBytes(StandardCharsets.UTF_8), now);
    }
  }

  /** Reads the file; nobody when the demo has no people. */
  static DemoPeople read(Project project) {
    Path file = project.deploy().resolve("demo/people.json");
    List<Person> people = new ArrayList<>();
    if (Files.exists(file)) {
      JsonNode root = JsonMapper.builder().build().readTree(file);
      for (JsonNode node : root.isArray() ? root : root.path("people")) {
        people.add(person(node));
      }
    }
    return new DemoPeople(List.copyOf(people));
  }

  /** A protected name is shown as whatever stands for it. */
  private static String name(JsonNode node) {
    String name = node.path("name").asString("");
    return name.isBlank() ? node.path("alias").asString("…") : name;
  }

  /** The professional ids of the people with a role on the platform, separated by commas. */
  String withPlatformRole(String role) {
    return people.stream()
        .filter(person -> person.platformRoles().contains(role))
        .map(Person::professionalId)
        .collect(Collectors.joining(","));
  }

  private static Person person(JsonNode node) {
    JsonNode does = node.path("roles-doc");
    return new Person(
        node.path("username").asString(""),
        node.path("password").asString(""),
        node.path("totpSecret").asString(""),
        name(node),
        node.path("orgName").asString(""),
        node.path("professionalId").asString(""),
        node.path("platformRoles").valueStream().map(JsonNode::asString).toList(),
        does.path("da").asString(""),
        does.path("en").asString(""));
  }
}
