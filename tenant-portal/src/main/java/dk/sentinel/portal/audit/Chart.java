package dk.sentinel.portal.audit;

import dk.sentinel.portal.web.Formats;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Acts over time as bars. The drawing is {@value #WIDTH} by {@value #HEIGHT} and stretched to the
 * page; steps in which nothing happened have a bar of no height, so that time runs evenly.
 *
 * @param step how long a bar lasts
 * @param bars oldest first; empty when nothing was found
 * @param most the count of the highest bar
 */
record Chart(Step step, List<Bar> bars, long most) {
  static final Chart NONE = new Chart(Step.DAY, List.of(), 0);

  private static final int WIDTH = 1000;
  private static final int HEIGHT = 100;

  /** However few acts were refused or failed, they are seen. */
  private static final double LEAST = 4;

  private static final double GAP = 0.15;

  /** Ten years of weeks and one; older steps are left out of the drawing. */
  private static final int MOST_BARS = 523;

  /**
   * One bar: from the ground up what failed, what was refused, and the rest.
   *
   * @param start when it begins
   * @param end when the next begins
   * @param count all acts
   * @param refused how many were refused
   * @param failed how many failed
   * @param address narrows the page to this time
   * @param x left edge
   * @param width without the gap
   * @param failedHeight how high the lowest part is
   * @param refusedHeight how high the part above it is
   * @param doneHeight how high the rest is
   */
  record Bar(
      Instant start,
      Instant end,
      long count,
      long refused,
      long failed,
      String address,
      double x,
      double width,
      double failedHeight,
      double refusedHeight,
      double doneHeight) {

    public double failedTop() {
      return HEIGHT - failedHeight;
    }

    public double refusedTop() {
      return failedTop() - refusedHeight;
    }

    public double doneTop() {
      return refusedTop() - doneHeight;
    }
  }

  /** The bars in which something happened, newest first, for the table beside the drawing. */
  public List<Bar> counted() {
    return bars.reversed().stream().filter(bar -> bar.count() > 0).toList();
  }

  public boolean hasRefused() {
    return bars.stream().anyMatch(bar -> bar.refused() > 0);
  }

  public boolean hasFailed() {
    return bars.stream().anyMatch(bar -> bar.failed() > 0);
  }

  /** Draws; one hour is not drawn, it has one bar. */
  static Chart of(
      UUID clinic, AuditFilter filter, Step step, @Nullable Timeline timeline, Instant now) {
    if (timeline == null || timeline.steps().isEmpty() || filter.hour() != null) {
      return NONE;
    }
    Map<Instant, Timeline.Count> counts =
        timeline.steps().stream()
            .collect(Collectors.toMap(Timeline.Count::start, Function.identity(), (a, b) -> a));
    List<Instant> starts = starts(filter, step, timeline.steps(), now);
    long most = timeline.steps().stream().mapToLong(Timeline.Count::count).max().orElse(1);
    List<Bar> bars = new ArrayList<>();
    for (int at = 0; at < starts.size(); at++) {
      Instant start = starts.get(at);
      Timeline.Count count = counts.getOrDefault(start, new Timeline.Count(start, 0, 0, 0));
      double room = (double) WIDTH / starts.size();
      String address =
          Narrowing.address("/clinics/" + clinic + "/audit", narrowed(filter, step, start));
      bars.add(bar(count, step.next(start), address, at * room, room * (1 - GAP), most));
    }
    return new Chart(step, List.copyOf(bars), most);
  }

  private static List<Instant> starts(
      AuditFilter filter, Step step, List<Timeline.Count> counts, Instant now) {
    Instant from = filter.fromInstant();
    Instant to = filter.toInstant();
    Instant last = counts.getLast().start();
    Instant until = to == null || to.isAfter(now) ? now : to;
    List<Instant> starts = new ArrayList<>();
    Instant start = from == null ? counts.getFirst().start() : step.floor(from);
    while (start.isBefore(until) || !start.isAfter(last)) {
      starts.add(start);
      start = step.next(start);
    }
    return starts.subList(Math.max(0, starts.size() - MOST_BARS), starts.size());
  }

  private static Bar bar(
      Timeline.Count count, Instant end, String address, double x, double width, long most) {
    double failed = height(count.failed(), most);
    double refused = height(count.refused(), most);
    double all = Math.max(height(count.count(), most), failed + refused);
    double scale = all > HEIGHT ? HEIGHT / all : 1;
    return new Bar(
        count.start(),
        end,
        count.count(),
        count.refused(),
        count.failed(),
        address,
        x,
        width,
        failed * scale,
        refused * scale,
        (all - failed - refused) * scale);
  }

  private static double height(long count, long most) {
    return count == 0 ? 0 : Math.max(LEAST, (double) HEIGHT * count / Math.max(1, most));
  }

  /** The days of the step, as far as the search reaches. */
  private static Map<String, String> narrowed(AuditFilter filter, Step step, Instant start) {
    LocalDate first = start.atZone(Formats.COPENHAGEN).toLocalDate();
    LocalDate last = step.next(start).minusMillis(1).atZone(Formats.COPENHAGEN).toLocalDate();
    if (step == Step.HOUR) {
      return filter.during(first, first, start.atZone(Formats.COPENHAGEN).getHour());
    }
    LocalDate from = filter.from();
    LocalDate to = filter.to();
    return filter.during(
        from != null && from.isAfter(first) ? from : first,
        to != null && to.isBefore(last) ? to : last,
        null);
  }
}
