package dk.sentinel.api.identity;

import java.util.Arrays;
import java.util.Optional;

/** What a person is in a clinic. */
public enum ClinicRole {
  /** Answers for the clinic as controller: signs, consents, enrols, manages colleagues. */
  OWNER("owner"),
  /** Treats patients: opens reports. */
  PHYSIOTHERAPIST("physiotherapist"),
  /** Helps with the practical side: sees the gates and the projects, no figures and no log. */
  SECRETARY("secretary"),
  /** Reviews what was done with the clinic's data. */
  AUDITOR("auditor");

  private final String code;

  ClinicRole(String code) {
    this.code = code;
  }

  /** The role's name in contracts, tables and audit entries. */
  public String code() {
    return code;
  }

  /** The role of that name. */
  public static Optional<ClinicRole> of(String code) {
    return Arrays.stream(values()).filter(role -> role.code.equals(code)).findFirst();
  }
}
