package dk.sentinel.api.identity;

/** What a person may do that concerns no single clinic. */
public enum PlatformRole {
  /** Runs the platform; sees no patient data. */
  OPERATOR("operator"),
  /** Defines projects. */
  PROJECT_EDITOR("project-editor");

  private final String code;

  PlatformRole(String code) {
    this.code = code;
  }

  /** The role's name in contracts and audit entries. */
  public String code() {
    return code;
  }
}
