package dk.sentinel.compliance.privacy;

import dk.sentinel.compliance.TextLanguage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A project that clinics join, with its data specification: the only list of what may be kept of a
 * message. Capture drops whatever it does not name, and people read the same list before they join,
 * so that what is told and what is done cannot part (Regulation (EU) 2016/679, Article 5(1)(c),
 * data minimisation, and Article 28(3)(a), documented instructions). Immutable.
 */
public final class Project {
  /** What a clinic codes. */
  public static final Project DIAGNOSEKODNING = new Project("diagnosekodning");

  private static final List<Project> ALL = List.of(DIAGNOSEKODNING);

  private final String code;
  private final int version;
  private final List<String> specialities;
  private final List<Collected> collected;
  private final Map<TextLanguage, String> names;
  private final Map<TextLanguage, String> purposes;

  /**
   * An element of a message that may be kept.
   *
   * @param type the FHIR R4 resource type
   * @param name the element of that resource
   * @param texts what it is and what becomes of it
   */
  private record Collected(String type, String name, Map<TextLanguage, String> texts) {
    static Collected of(JsonNode node) {
      String[] path = node.required("element").asString().split("\\.", 2);
      return new Collected(path[0], path[1], inAllLanguages(node));
    }
  }

  private Project(String code) {
    this.code = code;
    String path = "/project/%s.json".formatted(code);
    try (InputStream in = Project.class.getResourceAsStream(path)) {
      JsonNode definition = JsonMapper.builder().build().readTree(Objects.requireNonNull(in, path));
      this.version = definition.required("version").asInt();
      this.specialities =
          definition.required("specialities").valueStream().map(JsonNode::asString).toList();
      this.names = inAllLanguages(definition.required("name"));
      this.purposes = inAllLanguages(definition.required("purpose"));
      this.collected = definition.required("collects").valueStream().map(Collected::of).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Map<TextLanguage, String> inAllLanguages(JsonNode node) {
    return Arrays.stream(TextLanguage.values())
        .collect(
            Collectors.toUnmodifiableMap(
                language -> language, language -> node.required(language.tag()).asString()));
  }

  /** The project of this code; empty when there is none. */
  public static Optional<Project> of(String code) {
    return ALL.stream().filter(project -> project.code.equals(code)).findFirst();
  }

  /** The catalogue, in reading order. */
  public static List<Project> all() {
    return ALL;
  }

  /** The name in addresses, records and the audit log. */
  public String code() {
    return code;
  }

  /** Code and version of the specification, as the audit log names it: {@code code:version}. */
  public String specification() {
    return code + ":" + version;
  }

  /** The Danish speciality codes whose clinics may join. */
  public List<String> specialities() {
    return specialities;
  }

  /** The elements that may be kept of a resource of this FHIR type; empty when none may. */
  public Set<String> kept(String type) {
    return collected.stream()
        .filter(element -> element.type().equals(type))
        .map(Collected::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What people read about it. */
  public Text text(TextLanguage language) {
    return new Text(
        Objects.requireNonNull(names.get(language)),
        Objects.requireNonNull(purposes.get(language)),
        collected.stream()
            .map(element ->
                new Element(
                    element.type() + "." + element.name(),
                    Objects.requireNonNull(element.texts().get(language))))
            .toList());
  }

  /**
   * What people read about a project.
   *
   * @param name its name
   * @param purpose what it is for, one sentence
   * @param collected everything that may be kept, in reading order
   */
  public record Text(String name, String purpose, List<Element> collected) {}

  /**
   * An element of a message that the project keeps.
   *
   * @param element FHIR type and element, separated by a full stop
   * @param text what it is and what becomes of it
   */
  public record Element(String element, String text) {}
}
