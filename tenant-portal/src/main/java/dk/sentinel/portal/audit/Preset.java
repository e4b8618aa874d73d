package dk.sentinel.portal.audit;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A period that is chosen with one press.
 *
 * @param name of its message
 * @param address this page for that period
 * @param chosen whether it is the one that is shown
 */
record Preset(String name, String address, boolean chosen) {

  /** All of them; the last leads to the fields for a period of one's own. */
  static List<Preset> of(UUID clinic, AuditFilter filter, LocalDate today) {
    LocalDate newYear = today.withDayOfYear(1);
    List<Preset> presets =
        List.of(
            of(clinic, filter, "all", null, null),
            of(clinic, filter, "today", today, today),
            of(clinic, filter, "week", today.minusDays(6), today),
            of(clinic, filter, "month", today.minusDays(29), today),
            of(clinic, filter, "year", newYear, today),
            of(clinic, filter, "last-year", newYear.minusYears(1), newYear.minusDays(1)));
    boolean own = presets.stream().noneMatch(Preset::chosen);
    return Stream.concat(presets.stream(), Stream.of(new Preset("own", "#from", own))).toList();
  }

  private static Preset of(
      UUID clinic,
      AuditFilter filter,
      String name,
      @Nullable LocalDate from,
      @Nullable LocalDate to) {
    boolean chosen =
        Objects.equals(from, filter.from())
            && Objects.equals(to, filter.to())
            && filter.hour() == null;
    return new Preset(
        name,
        Narrowing.address("/clinics/" + clinic + "/audit", filter.during(from, to, null)),
        chosen);
  }
}
