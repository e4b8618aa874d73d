package dk.sentinel.portal.web;

import dk.sentinel.portal.upstream.Me;
import java.util.List;
import java.util.UUID;

/**
 * Where in the portal a page is; templates know it as {@code place} and make the menu from it.
 *
 * @param clinicId the clinic
 * @param clinicName its name
 * @param role what the person is there
 * @param current the menu entry that is open
 * @param choices true when the person may go to other clinics
 * @param ended true when the clinic's agreement has ended: the log and the certificate are left
 */
public record Place(
    UUID clinicId, String clinicName, String role, String current, boolean choices, boolean ended) {

  static Place of(Me me, Me.Membership clinic, String current) {
    boolean choices = me.clinics().size() > 1 || !me.platformRoles().isEmpty();
    return new Place(
        clinic.clinicId(), clinic.name(), clinic.role(), current, choices, clinic.isOver());
  }

  /** True for the clinic's owner, who alone may sign, consent and enrol. */
  public boolean owner() {
    return "owner".equals(role);
  }

  /** The menu entries this role has, in order. */
  public List<String> entries() {
    if (ended) {
      return List.of("ending", "audit");
    }
    return switch (role) {
      case "owner" ->
          List.of(
              "home",
              "agreement",
              "consent",
              "projects",
              "report",
              "practice-systems",
              "people",
              "deviations",
              "audit");
      case "physiotherapist" -> List.of("home", "report");
      case "secretary" -> List.of("home", "projects");
      case "auditor" -> List.of("audit", "deviations", "people");
      default -> List.of();
    };
  }
}
