package dk.sentinel.portal.people;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;

/**
 * When everybody's access is to be gone through next, and what was decided before.
 *
 * @param due the day; null as long as no agreement is signed
 * @param overdue whether that day has passed
 * @param reviews newest first
 */
public record AccessReviews(@Nullable LocalDate due, boolean overdue, List<Review> reviews) {
  /** Where the API has them. */
  public static final String PATH = "/clinics/{id}/access-reviews";

  /** What the API answers. */
  public static final ParameterizedTypeReference<AccessReviews> TYPE =
      new ParameterizedTypeReference<>() {};

  private static final int WARNING_DAYS = 30;

  /** Makes a list of what the API left out. */
  public AccessReviews {
    reviews = List.copyOf(Objects.requireNonNullElse(reviews, List.of()));
  }

  /** Whether it is time to say so: from thirty days before. */
  public boolean isNear(LocalDate today) {
    return due != null && !today.isBefore(due.minusDays(WARNING_DAYS));
  }

  /** One that was completed. */
  public record Review(String by, Instant at, List<Line> lines) {
    /** Keeps its own list. */
    public Review {
      lines = List.copyOf(lines);
    }
  }

  /** What was decided about a role: keep, change or remove. */
  public record Line(String professionalId, String name, String role, String decision) {}
}
