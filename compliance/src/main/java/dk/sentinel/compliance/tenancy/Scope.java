package dk.sentinel.compliance.tenancy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far an act reaches inside its clinic, where the actor's role alone would reach further. Rooms
 * ask it to answer clearly; the database holds to it whoever asks: a transaction is bound to the
 * scope of its act, and policies hide the rows outside.
 *
 * @param ydernumre only figures of these, six digits each; null for all of the clinic's
 * @param logFrom the first day, in Denmark, of which the clinic's log may be read; null for its
 *     beginning
 * @param logTo the last such day; null for its end
 */
public record Scope(
    @Nullable Set<String> ydernumre, @Nullable LocalDate logFrom, @Nullable LocalDate logTo) {
  /** All that the role reaches. */
  public static final Scope WHOLE = new Scope(null, null, null);

  private static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");
  private static final String ALL = "*";
  private static final Pattern YDERNUMMER = Pattern.compile("[0-9]{6}");

  /** Keeps its own set, in order; an empty one would say nothing about what may be seen. */
  public Scope {
    if (ydernumre != null
        && (ydernumre.isEmpty()
            || !ydernumre.stream().allMatch(one -> YDERNUMMER.matcher(one).matches()))) {
      throw new IllegalArgumentException("a scope names ydernumre of six digits or none at all");
    }
    ydernumre = ydernumre == null ? null : Collections.unmodifiableSet(new TreeSet<>(ydernumre));
  }

  /** Whether the figures of a ydernummer are inside. */
  public boolean reaches(String ydernummer) {
    return ydernumre == null || ydernumre.contains(ydernummer);
  }

  /** Whether the whole log is inside. */
  public boolean isWholeLog() {
    return logFrom == null && logTo == null;
  }

  /** When the part of the log begins that is inside; null for the log's beginning. */
  public @Nullable Instant logBegins() {
    return logFrom == null ? null : logFrom.atStartOfDay(DENMARK).toInstant();
  }

  /** From when on the log is outside again; null when it never is. */
  public @Nullable Instant logEnds() {
    return logTo == null ? null : logTo.plusDays(1).atStartOfDay(DENMARK).toInstant();
  }

  /** Whether what was recorded at that moment is inside. */
  public boolean reaches(Instant recordedAt) {
    Instant begins = logBegins();
    Instant ends = logEnds();
    return (begins == null || !recordedAt.isBefore(begins))
        && (ends == null || recordedAt.isBefore(ends));
  }

  /** The ydernumre as the database's policies read them. */
  String ydernumreSetting() {
    return ydernumre == null ? ALL : String.join(",", ydernumre);
  }

  /** The beginning of the log as the database's policies read it. */
  String logBeginsSetting() {
    Instant begins = logBegins();
    return begins == null ? "-infinity" : begins.toString();
  }

  /** The end of the log as the database's policies read it. */
  String logEndsSetting() {
    Instant ends = logEnds();
    return ends == null ? "infinity" : ends.toString();
  }
}
