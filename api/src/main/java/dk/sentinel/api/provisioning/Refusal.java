package dk.sentinel.api.provisioning;

import java.util.Locale;

/** Why Keycloak did not follow a clinic although it answered. */
enum Refusal {
  /** It cannot be done, such as a name that is taken. */
  REFUSED,
  /** Sentinel lacks the right. */
  FORBIDDEN;

  /** The word in the table. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
