package dk.sentinel.portal.agreement;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A letter about the agreement, without address and text.
 *
 * @param occasion published, two-weeks, three-days, last-day or operator
 * @param state waiting, sent or failed
 * @param reason why it failed
 * @param at when it was sent or given up; while it waits, when it was written
 */
public record Sent(
    int version, String occasion, String state, @Nullable String reason, Instant at) {}
