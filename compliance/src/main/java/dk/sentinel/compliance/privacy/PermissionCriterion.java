package dk.sentinel.compliance.privacy;

import java.util.Arrays;
import java.util.Optional;

/**
 * The set criteria by which the management of a treatment place permits a person to retrieve data
 * for quality work (sundhedsloven § 42 d stk. 2 nr. 2 litra c). A closed list: a criterion that
 * somebody types could be anything, and could not be compared.
 */
public enum PermissionCriterion {
  /** The person answers for the clinic's quality work. */
  QUALITY_LEAD("quality-lead"),
  /** The person treats the clinic's patients and works on the quality of those courses. */
  TREATING("treating"),
  /** The person carries out a quality project that the clinic takes part in. */
  PROJECT_WORK("project-work"),
  /** The person leads or trains colleagues professionally. */
  PROFESSIONAL_LEAD("professional-lead");

  private final String code;

  PermissionCriterion(String code) {
    this.code = code;
  }

  /** The word in contracts, tables and audit entries. */
  public String code() {
    return code;
  }

  /** The criterion of that word. */
  public static Optional<PermissionCriterion> of(String code) {
    return Arrays.stream(values()).filter(one -> one.code.equals(code)).findFirst();
  }
}
