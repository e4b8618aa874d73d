package dk.sentinel.portal.audit;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** How many acts were recorded in each step of time, as the API counted them. */
record Timeline(List<Count> steps) {
  Timeline {
    steps = List.copyOf(Objects.requireNonNullElse(steps, List.of()));
  }

  /** Acts in one step; steps in which nothing was recorded are left out. */
  record Count(Instant start, long count, long refused, long failed) {}
}
