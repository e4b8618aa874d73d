package dk.sentinel.compliance.tenancy;

import java.util.UUID;

/**
 * The clinic (controller) whose data an act concerns. There is no value that means "all".
 *
 * @param value the clinic's internal id
 */
public record TenantId(UUID value) {
  /**
   * The operator's own log: acts that concern no clinic, such as an editor's sign-in. No clinic
   * ever has this id and no tenant table holds data under it.
   */
  public static final TenantId PLATFORM = new TenantId(new UUID(0, 0));

  /**
   * Reads an id from its text form.
   *
   * @throws IllegalArgumentException when the text is not a UUID
   */
  public static TenantId of(String text) {
    return new TenantId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
