package dk.sentinel.compliance.privacy;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What was refused on one Danish day for one reason, as an owner reads it.
 *
 * @param day the day
 * @param act what was wanted, as {@link Deviation.Act#code()}
 * @param project for which project
 * @param reason what the instruction lacked, as {@link Deviation.Reason#code()}
 * @param systemId the practice system; null when it was a person
 * @param systemName the name it is registered under; null when it was a person
 * @param times how often
 * @param entries how many entries were kept out
 * @param last when it happened last
 */
public record Deviations(
    LocalDate day,
    String act,
    String project,
    String reason,
    @Nullable String systemId,
    @Nullable String systemName,
    long times,
    long entries,
    Instant last) {}
