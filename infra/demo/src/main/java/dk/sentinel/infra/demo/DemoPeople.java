package dk.sentinel.infra.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The people of the demo and the tests, from {@code infra/deploy/demo/people.json}; all invented.
 *
 * @param people in the order of the file
 */
public record DemoPeople(List<Person> people) {

  /**
   * One of them, as a user of the realm {@code mitid}.
   *
   * @param username the user id
   * @param password the password
   * @param totpSecret the shared secret of the one-time codes
   * @param name full name; null for a name-protected person
   * @param cvr the company's CVR number; null for a private person
   * @param professionalId the persistent professional id; null for a private person
   * @param mayRepresent whether the person may sign for the company
   * @param platformRoles operator, project-editor
   * @param clinics where the person works in the demo, and as what
   */
  public record Person(
      String username,
      String password,
      String totpSecret,
      @Nullable String name,
      @Nullable String cvr,
      @Nullable String professionalId,
      boolean mayRepresent,
      List<String> platformRoles,
      List<Post> clinics) {

    /** What to call the person where a name must be shown. */
    public String displayName() {
      return name == null ? "Pseudonym" : name;
    }

    /**
     * The professional id of a person who has one.
     *
     * @throws IllegalStateException for a private person
     */
    public String businessId() {
      if (professionalId == null) {
        throw new IllegalStateException(username + " is a private person");
      }
      return professionalId;
    }
  }

  /**
   * A person's place at a clinic.
   *
   * @param cvr the clinic's CVR number
   * @param role owner, physiotherapist or auditor
   */
  public record Post(String cvr, String role) {}

  /** Reads the file of the checkout that the working directory is in. */
  public static DemoPeople read() {
    return read(Checkout.deploy("demo/people.json"));
  }

  /** Reads a file. */
  public static DemoPeople read(Path file) {
    if (!Files.exists(file)) {
      throw new IllegalStateException("no demo people: " + file);
    }
    List<Person> people = new ArrayList<>();
    for (JsonNode node : JsonMapper.builder().build().readTree(file)) {
      people.add(person(node));
    }
    return new DemoPeople(List.copyOf(people));
  }

  private static Person person(JsonNode node) {
    List<String> platformRoles = new ArrayList<>();
    node.path("platformRoles").forEach(role -> platformRoles.add(role.asString()));
    List<Post> clinics = new ArrayList<>();
    node.path("clinics")
        .forEach(post ->
            clinics.add(new Post(post.path("cvr").asString(), post.path("role").asString())));
    return new Person(
        node.path("username").asString(),
        node.path("password").asString(),
        node.path("totpSecret").asString(),
        textOrNull(node, "name"),
        textOrNull(node, "cvr"),
        textOrNull(node, "professionalId"),
        node.path("mayRepresent").asBoolean(false),
        List.copyOf(platformRoles),
        List.copyOf(clinics));
  }

  private static @Nullable String textOrNull(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isString() ? value.asString() : null;
  }

  /**
   * A person by user id.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Person named(String username) {
    return people.stream()
        .filter(person -> person.username().equals(username))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no demo person " + username));
  }

  /** The persons with a role on the platform. */
  public List<Person> withPlatformRole(String role) {
    return people.stream().filter(person -> person.platformRoles().contains(role)).toList();
  }

  /** The ids of those who run the platform, as the API's setting lists them. */
  public String operators() {
    return withPlatformRole("operator").stream()
        .map(Person::businessId)
        .collect(Collectors.joining(","));
  }

  /**
   * Who signs for the clinic.
   *
   * @throws IllegalStateException when nobody does
   */
  public Person ownerOf(DemoClinics.Clinic clinic) {
    return people.stream()
        .filter(person -> clinic.ownerProfessionalId().equals(person.professionalId()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(clinic.name() + " has no owner"));
  }

  /** Who signs the agreement for the operator. */
  public Person representative() {
    return withPlatformRole("operator").stream()
        .filter(Person::mayRepresent)
        .findFirst()
        .orElseThrow();
  }
}
