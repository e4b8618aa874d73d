package dk.sentinel.compliance.tenancy;

import java.util.Locale;

/**
 * Whether a person alone may represent the company they signed in for, as far as the sign-in says
 * (domain facts, section 4.5). A sign-in that says nothing has not said no: the right may stand in
 * the business register and be proved in another way. Neither is it a yes.
 */
public enum RightToRepresent {
  /** The broker vouches for it. */
  YES,
  /** The broker says that it is not so. */
  NO,
  /** The broker says nothing. */
  UNKNOWN;

  /** The word in contracts and tables. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
