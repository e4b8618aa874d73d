package dk.sentinel.api.provisioning;

import dk.sentinel.compliance.tenancy.TenantId;
import java.util.Set;

/**
 * A clinic's organization as it ought to be.
 *
 * @param clinic the clinic; its id is the organization's alias, which never changes
 * @param name the clinic's name
 * @param cvr its CVR number
 * @param people the professional ids of those who have a role now
 * @param wish the number of the newest wish
 * @param done the newest wish that Keycloak has followed
 * @param overdue whether somebody's role has ended by itself and Keycloak was not told yet
 * @param gone whether there ought to be no organization: the clinic's data are deleted
 */
record Wanted(
    TenantId clinic,
    String name,
    String cvr,
    Set<String> people,
    long wish,
    long done,
    boolean overdue,
    boolean gone) {

  String alias() {
    return clinic.toString();
  }

  /** Names repeat between clinics, but not in Keycloak. */
  String organizationName() {
    return name + " (CVR " + cvr + ")";
  }

  boolean isFollowed() {
    return done == wish && !overdue;
  }
}
