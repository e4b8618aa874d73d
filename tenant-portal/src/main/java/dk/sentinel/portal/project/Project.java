package dk.sentinel.portal.project;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A project as the API tells it: its purpose, and each element that is collected for it. */
record Project(
    String code,
    String name,
    @Nullable String purpose,
    List<Element> collected,
    List<String> specialities,
    @Nullable Enrolment enrolled,
    @Nullable Long clinics) {
  Project {
    collected = List.copyOf(Objects.requireNonNullElse(collected, List.of()));
    specialities = List.copyOf(Objects.requireNonNullElse(specialities, List.of()));
  }

  record Element(String element, String text) {}

  record Enrolment(Instant from) {}
}
