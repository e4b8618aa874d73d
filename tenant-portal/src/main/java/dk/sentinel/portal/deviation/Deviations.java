package dk.sentinel.portal.deviation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;

/**
 * What was refused within a year, newest first.
 *
 * @param from the first day that is told
 * @param deviations by day and reason
 */
public record Deviations(LocalDate from, List<Deviation> deviations) {
  /** How the API answers {@link #PATH}. */
  public static final ParameterizedTypeReference<Deviations> TYPE =
      new ParameterizedTypeReference<>() {};

  /** Where the API tells them. */
  public static final String PATH = "/clinics/{id}/deviations";

  /** Where it tells the newest alone. */
  public static final String NEWEST = PATH + "?limit=1";

  private static final int RECENT_DAYS = 30;

  /** Without deviations the list is empty. */
  public Deviations {
    deviations = List.copyOf(Objects.requireNonNullElse(deviations, List.of()));
  }

  /** Whether something was refused within the last thirty days; the newest says so alone. */
  public boolean areRecent(LocalDate today) {
    return deviations.stream().anyMatch(one -> one.day().isAfter(today.minusDays(RECENT_DAYS)));
  }

  /**
   * What was refused on one day for one reason.
   *
   * @param systemName the practice system; null when it was a person
   * @param times how often
   * @param entries how many entries of messages were kept out
   * @param last when it happened last
   */
  public record Deviation(
      LocalDate day,
      String act,
      String project,
      String reason,
      @Nullable String systemName,
      long times,
      long entries,
      Instant last) {
    private static final Map<String, String> MENDED_AT =
        Map.of(
            "practice-system", "/practice-systems",
            "kind", "/practice-systems",
            "agreement", "/agreement",
            "consent", "/consent",
            "enrolment", "/projects",
            "permission", "/people/permissions");

    /** The owner's page, below the clinic's own, where the reason can be seen to. */
    public String mendedAt() {
      return MENDED_AT.getOrDefault(reason, "");
    }
  }
}
