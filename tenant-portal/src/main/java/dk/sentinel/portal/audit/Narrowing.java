package dk.sentinel.portal.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The kinds of acts that a search finds, each with its count and the address that narrows the
 * search to it, or widens it again.
 *
 * @param total how many acts the search finds; null when not counted
 * @param groups by action, actor, purpose and outcome; those with one choice only are left out
 */
record Narrowing(@Nullable Long total, List<Group> groups) {
  static final Narrowing NONE = new Narrowing(null, List.of());

  private static final int CHOICES = 8;

  /**
   * Choices of one kind.
   *
   * @param name action, actor, purpose or outcome
   * @param choices the most frequent first
   */
  record Group(String name, List<Choice> choices) {}

  /**
   * One choice.
   *
   * @param value what the acts have in common
   * @param name of a person, when known
   * @param count how many acts
   * @param chosen whether the search is narrowed to it
   * @param address narrows to it, or undoes that
   */
  record Choice(String value, @Nullable String name, long count, boolean chosen, String address) {}

  /** The choices that the counts give; none while there are no counts. */
  static Narrowing of(UUID clinicId, AuditFilter filter, @Nullable Facets facets) {
    if (facets == null) {
      return NONE;
    }
    List<Group> groups = new ArrayList<>();
    addGroup(groups, clinicId, filter, "action", Facets.of(facets.action()));
    addGroup(groups, clinicId, filter, "actor", Facets.of(facets.actor()));
    addGroup(groups, clinicId, filter, "purpose", Facets.of(facets.purpose()));
    addGroup(groups, clinicId, filter, "outcome", Facets.of(facets.outcome()));
    return new Narrowing(facets.total(), groups);
  }

  private static void addGroup(
      List<Group> groups,
      UUID clinicId,
      AuditFilter filter,
      String name,
      List<Facets.Count> counts) {
    String now = filter.asked().getOrDefault(name, "");
    if (counts.size() > 1 || !now.isEmpty()) {
      List<Choice> choices =
          counts.stream()
              .limit(CHOICES)
              .map(count -> choice(clinicId, filter, name, now, count))
              .toList();
      groups.add(new Group(name, choices));
    }
  }

  private static Choice choice(
      UUID clinicId, AuditFilter filter, String name, String now, Facets.Count count) {
    boolean chosen = now.equals(count.value());
    Map<String, String> asked = filter.asked();
    asked.put(name, chosen ? "" : count.value());
    return new Choice(
        count.value(),
        count.name(),
        count.count(),
        chosen,
        address("/clinics/" + clinicId + "/audit", asked));
  }

  /** An address with these parameters; those that are empty are left out. */
  static String address(String path, Map<String, String> parameters) {
    Map<String, String> given = new LinkedHashMap<>(parameters);
    given.values().removeIf(String::isEmpty);
    var address = UriComponentsBuilder.fromPath(path);
    given.keySet().forEach(name -> address.queryParam(name, "{" + name + "}"));
    return address.encode().buildAndExpand(given).toUriString();
  }
}
