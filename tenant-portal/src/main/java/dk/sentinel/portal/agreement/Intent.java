package dk.sentinel.portal.agreement;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A signing intent of the API: short-lived, for one use, bound to one document. */
record Intent(UUID intentId, String nonce, @Nullable String acrValues) {}
