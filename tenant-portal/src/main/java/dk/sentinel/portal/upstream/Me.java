package dk.sentinel.portal.upstream;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Comparator;
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

  private static final List<String> STRONGEST_FIRST =
      List.of("owner", "physiotherapist", "auditor", "secretary");

  /** Makes a list of what the API left out. */
  public Me {
    clinics = List.copyOf(Objects.requireNonNullElse(clinics, List.of()));
    platformRoles = List.copyOf(Objects.requireNonNullElse(platformRoles, List.of()));
  }

  /**
   * The person; the name may be a pseudonym when it is protected.
   *
   * @param right {@code yes}, {@code no}, or {@code unknown} when the sign-in does not say
   */
  public record Person(
      String id,
      @Nullable String name,
      @Nullable String cvr,
      @Nullable String organization,
      @JsonProperty("mayRepresent") @Nullable String right,
      @Nullable String level) {

    /** True when the sign-in says that the person alone may represent the company. */
    public boolean mayRepresent() {
      return "yes".equals(right);
    }
  }

  /**
   * One clinic and the person's role there: {@code owner}, {@code physiotherapist}, {@code
   * auditor}, {@code secretary}.
   *
   * @param ended whether the clinic's agreement has ended and its data are being deleted or gone
   */
  public record Membership(
      UUID clinicId, String name, @Nullable String cvr, String role, @Nullable Boolean ended) {
    /** Whether the clinic has only its log and its certificate left. */
    public boolean isOver() {
      return Boolean.TRUE.equals(ended);
    }
  }

  /** The person's role at this clinic, if any; of several the one that may do most. */
  public Optional<Membership> at(UUID clinicId) {
    return clinics.stream()
        .filter(one -> one.clinicId().equals(clinicId))
        .min(Comparator.comparingInt(one -> rank(one.role())));
  }

  private static int rank(String role) {
    int place = STRONGEST_FIRST.indexOf(role);
    return place < 0 ? STRONGEST_FIRST.size() : place;
  }

  /** True when the person holds this platform role. */
  public boolean holds(String platformRole) {
    return platformRoles.contains(platformRole);
  }
}
