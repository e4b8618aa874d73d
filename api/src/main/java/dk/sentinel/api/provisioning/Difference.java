package dk.sentinel.api.provisioning;

/**
 * Something in which Keycloak differs from what a clinic wants.
 *
 * @param kind what sort of difference
 * @param subject the organization's or account's id in Keycloak, or the person's professional id
 */
record Difference(Kind kind, String subject) {
  /** What can differ. */
  enum Kind {
    /** The clinic has no organization any more. */
    ORGANIZATION_MISSING("organization-missing"),
    /** The organization bears another name. */
    ORGANIZATION_RENAMED("organization-renamed"),
    /** The organization is switched off. */
    ORGANIZATION_DISABLED("organization-disabled"),
    /** An organization that no clinic has. */
    ORGANIZATION_EXTRA("organization-extra"),
    /** A person with a role and an account is not counted to the organization. */
    MEMBER_MISSING("member-missing"),
    /** Somebody without a role is counted to it. */
    MEMBER_EXTRA("member-extra");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    /** The word for it in tables, contracts and audit entries. */
    String code() {
      return code;
    }

    static Kind of(String code) {
      for (Kind kind : values()) {
        if (kind.code.equals(code)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no such kind of difference");
    }
  }
}
