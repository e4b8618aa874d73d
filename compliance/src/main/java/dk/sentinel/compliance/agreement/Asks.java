package dk.sentinel.compliance.agreement;

import java.util.Locale;

/** What a new version asks of a clinic that signed an older one. */
public enum Asks {
  /** To be signed: purpose, instruction or terms have changed. */
  SIGNATURE,
  /** To be told, with time to object: only the sub-processors have changed. */
  NOTICE;

  /** The name in contracts and in the database. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Asks of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
