package dk.sentinel.portal.people;

import dk.sentinel.portal.upstream.Problem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.util.MultiValueMap;

/**
 * A role as somebody typed it, to be given or offered.
 *
 * @param typed the fields that have one value, as typed
 * @param ydernumre those that were chosen; none means all
 * @param wrong the fields that the API did not take
 */
record GrantForm(Map<String, String> typed, List<String> ydernumre, List<String> wrong) {
  private static final List<String> TERMS = List.of("role", "until", "logFrom", "logTo");

  /** Nothing typed yet. */
  static final GrantForm EMPTY = new GrantForm(Map.of(), List.of(), List.of());

  /** What came with the form: who it is about, and the terms of the role. */
  static GrantForm of(MultiValueMap<String, String> form, String... who) {
    Map<String, String> typed = new TreeMap<>();
    for (String field : who) {
      typed.put(field, first(form, field));
    }
    TERMS.forEach(field -> typed.put(field, first(form, field)));
    return new GrantForm(
        typed,
        List.copyOf(Objects.requireNonNullElse(form.get("ydernumre"), List.of())),
        List.of());
  }

  private static String first(MultiValueMap<String, String> form, String field) {
    String value = form.getFirst(field);
    return value == null ? "" : value.strip();
  }

  /** What the API is asked for: a field that is empty, or not of the role, is not sent. */
  Map<String, Object> request() {
    Map<String, Object> request = new TreeMap<>(typed);
    request.values().removeIf(""::equals);
    String role = typed.getOrDefault("role", "");
    if (role.equals("owner")) {
      request.remove("until");
    }
    if (!role.equals("auditor")) {
      request.remove("logFrom");
      request.remove("logTo");
    }
    if (role.equals("physiotherapist") && !ydernumre.isEmpty()) {
      request.put("ydernumre", ydernumre);
    }
    return request;
  }

  /** The same, with what was wrong with it. */
  GrantForm refused(Problem problem) {
    return new GrantForm(
        typed, ydernumre, problem.fields().isEmpty() ? List.of("other") : problem.fields());
  }
}
