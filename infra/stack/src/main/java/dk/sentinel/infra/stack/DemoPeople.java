package dk.sentinel.infra.stack;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
   * @param danish in one line what this person can do
   * @param english the same
   */
  record Person(
      String username,
      String password,
      String totpSecret,
      String name,
      String organization,
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

  private static Person person(JsonNode node) {
    JsonNode does = node.path("roles-doc");
    return new Person(
        node.path("username").asString(""),
        node.path("password").asString(""),
        node.path("totpSecret").asString(""),
        node.path("name").asString(""),
        node.path("orgName").asString(""),
        does.path("da").asString(""),
        does.path("en").asString(""));
  }
}
