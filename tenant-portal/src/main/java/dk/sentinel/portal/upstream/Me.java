package dk.sentinel.portal.upstream;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in, and where they may go, as the API sees it.
 *
 * @param person the person
 * @param clinics the clinics the person works for, with their role
 * @param platformRoles {@code operator} or {@code project-editor}
 */
public record Me(Person person, List<Membership> clinics, List<String> platformRoles) {

  /** Makes a list of what the API left out. */
  public Me {
    clinics = List.copyOf(Objects.requireNonNullElse(clinics, List.of()));
    platformRoles = List.copyOf(Objects.requireNonNullElse(platformRoles, List.of()));
  }

  /** The person; the name may be a pseudonym when it is protected. */
  public record Person(
      String id,
      @Nullable String name,
      @Nullable String cvr,
      @Nullable String organization,
      boolean mayRepresent,
      @Nullable String level) {}

  /**
   * One clinic and the person's role there: {@code owner}, {@code physiotherapist}, {@code
   * auditor}.
   */
  public record Membership(UUID clinicId, String name, @Nullable String cvr, String role) {}

  /** The person's role at this clinic, if any. */
  public Optional<Membership> at(UUID clinicId) {
    return clinics.stream().filter(one -> one.clinicId().equals(clinicId)).findFirst();
  }

  /** True when the person holds this platform role. */
  public boolean holds(String platformRole) {
    return platformRoles.contains(platformRole);
  }
}
