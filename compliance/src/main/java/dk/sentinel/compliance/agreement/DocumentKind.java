package dk.sentinel.compliance.agreement;

import java.util.Locale;

/** What a clinic signs; each by itself, with an intent and a sign-in of its own. */
public enum DocumentKind {
  /** The data processing agreement. */
  AGREEMENT("agreement.sign"),
  /** The practice consent. */
  CONSENT("consent.give");

  private final String signing;

  DocumentKind(String signing) {
    this.signing = signing;
  }

  /** The name in contracts, in the log and in the database. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of that name. */
  public static DocumentKind of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }

  /** What signing one is called in the log. */
  String signing() {
    return signing;
  }
}
