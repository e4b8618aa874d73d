package dk.sentinel.portal.agreement;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A version of the agreement; what is null is not yet, because it is a draft. */
public record Version(
    int version,
    String sha256,
    Instant broughtAt,
    int days,
    @Nullable String asks,
    @Nullable Instant publishedAt,
    @Nullable Instant takesEffect,
    @Nullable String signer) {}
