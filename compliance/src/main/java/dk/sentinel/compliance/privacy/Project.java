package dk.sentinel.api.project;

import dk.sentinel.compliance.TextLanguage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** The catalogue of projects. */
enum Project {
  /** What a clinic codes. */
  DIAGNOSEKODNING("diagnosekodning");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String code;

  Project(String code) {
    this.code = code;
  }

  String code() {
    return code;
  }

  List<String> specialities() {
    return List.of("51", "57", "62", "65");
  }

  static Optional<Project> of(String code) {
    return Arrays.stream(values()).filter(project -> project.code.equals(code)).findFirst();
  }

  Text text(TextLanguage language) {
    String path = "/projects/%s.%s.json".formatted(code, language.tag());
    try (InputStream in = Project.class.getResourceAsStream(path)) {
      return JSON.readValue(Objects.requireNonNull(in, path), Text.class);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What people read about a project. */
  record Text(String name, String purpose, List<Element> collected) {}

  /** An element of a message that the project keeps, and what it is. */
  record Element(String element, String text) {}
}
