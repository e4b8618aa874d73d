package dk.sentinel.api.audit;

import java.util.Map;
import java.util.Objects;

/**
 * The pattern of IHE's Basic Audit Log Patterns (BALP) that an action follows. BALP names client
 * and server by the way the data go: a read flows from the server, everything else to it.
 */
enum AuditEventPattern {
  CREATE("C", "Create"),
  READ("R", "Read"),
  UPDATE("U", "Update"),
  DELETE("D", "Delete"),
  QUERY("E", "Query"),
  /** A sign-in, which BALP has no pattern for. */
  LOGIN("E", ""),
  /** Somebody was kept out. */
  ALERT("E", ""),
  /** An action that {@link #ACTIONS} does not know: from a newer release of Sentinel. */
  OTHER("E", "");

  private static final String PROFILES =
      "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.";

  /** Every action of the log; one that is missing breaks the build. */
  static final Map<String, AuditEventPattern> ACTIONS =
      Map.ofEntries(
          Map.entry("access.refuse", ALERT),
          Map.entry("access-review.complete", CREATE),
          Map.entry("agreement.evidence", READ),
          Map.entry("agreement.intent", CREATE),
          Map.entry("agreement.read", READ),
          Map.entry("agreement.object", CREATE),
          Map.entry("agreement.object-no-more", UPDATE),
          Map.entry("agreement.seal", CREATE),
          Map.entry("agreement.resume", UPDATE),
          Map.entry("agreement.sign", CREATE),
          Map.entry("agreement.signatures", READ),
          Map.entry("agreement.terminate", UPDATE),
          Map.entry("agreement-version.bring", CREATE),
          Map.entry("agreement-version.publish", UPDATE),
          Map.entry("audit.export", READ),
          Map.entry("audit.read", READ),
          Map.entry("audit.search", QUERY),
          Map.entry("auditor.add", CREATE),
          Map.entry("auditor.remove", DELETE),
          Map.entry("certificate.read", READ),
          Map.entry("clinic.create", CREATE),
          Map.entry("clinic.export", READ),
          Map.entry("clinic.owners", READ),
          Map.entry("clinic.provision", CREATE),
          Map.entry("consent.give", CREATE),
          Map.entry("consent.intent", CREATE),
          Map.entry("consent.read", READ),
          Map.entry("consent.withdraw", UPDATE),
          Map.entry("deletion.begin", DELETE),
          Map.entry("deletion.complete", DELETE),
          Map.entry("deletion.erase", DELETE),
          Map.entry("invitation.accept", UPDATE),
          Map.entry("invitation.create", CREATE),
          Map.entry("invitation.resend", UPDATE),
          Map.entry("invitation.revoke", UPDATE),
          Map.entry("journal.receive", CREATE),
          Map.entry("journal.refuse", CREATE),
          Map.entry("journal.store", CREATE),
          Map.entry("letter.address-removed", DELETE),
          Map.entry("letter.address-set", UPDATE),
          Map.entry("letter.ask", CREATE),
          Map.entry("letter.send", CREATE),
          Map.entry("member.add", CREATE),
          Map.entry("member.remove", DELETE),
          Map.entry("organization.agree", OTHER),
          Map.entry("organization.differ", OTHER),
          Map.entry("organization.repair", UPDATE),
          Map.entry("practice-system.ask", CREATE),
          Map.entry("practice-system.confirm", UPDATE),
          Map.entry("practice-system.keys", UPDATE),
          Map.entry("practice-system.refuse", UPDATE),
          Map.entry("practice-system.register", CREATE),
          Map.entry("practice-system.resume", UPDATE),
          Map.entry("practice-system.stop", UPDATE),
          Map.entry("practice-system.suspend", UPDATE),
          Map.entry("permission.end", UPDATE),
          Map.entry("permission.grant", CREATE),
          Map.entry("power.approve", UPDATE),
          Map.entry("power.read", READ),
          Map.entry("power.reject", UPDATE),
          Map.entry("power.upload", CREATE),
          Map.entry("power.withdraw", UPDATE),
          Map.entry("project.enrol", CREATE),
          Map.entry("project.withdraw", UPDATE),
          Map.entry("report.export", READ),
          Map.entry("report.open", READ),
          Map.entry("sign-in", LOGIN),
          Map.entry("sub-processor.add", CREATE),
          Map.entry("sub-processor.end", UPDATE),
          Map.entry("sub-processor.review", UPDATE),
          Map.entry("subject.erase", DELETE),
          Map.entry("ydernummer.add", CREATE),
          Map.entry("ydernummer.end", UPDATE));

  private final String letter;
  private final String profile;

  AuditEventPattern(String letter, String profile) {
    this.letter = letter;
    this.profile = profile;
  }

  /** The pattern of an action. */
  static AuditEventPattern of(String action) {
    return Objects.requireNonNullElse(ACTIONS.get(action), OTHER);
  }

  /** The letter of {@code AuditEvent.action}: create, read, update, delete or execute. */
  String letter() {
    return letter;
  }

  /** {@code AuditEvent.type}. */
  FhirCode type() {
    return switch (this) {
      case CREATE, READ, UPDATE, DELETE, QUERY -> FhirCode.REST;
      case LOGIN -> FhirCode.dicom("110114", "User Authentication");
      case ALERT -> FhirCode.dicom("110113", "Security Alert");
      case OTHER -> FhirCode.dicom("110100", "Application Activity");
    };
  }

  /** {@code AuditEvent.subtype}, beside the action itself. */
  FhirCode subtype() {
    return switch (this) {
      case CREATE -> FhirCode.rest("create");
      case READ -> FhirCode.rest("read");
      case UPDATE -> FhirCode.rest("update");
      case DELETE -> FhirCode.rest("delete");
      case QUERY -> FhirCode.rest("search");
      case LOGIN -> FhirCode.dicom("110122", "Login");
      case ALERT -> FhirCode.dicom("110132", "Use of Restricted Function");
      case OTHER -> FhirCode.dicom("110100", "Application Activity");
    };
  }

  /** Whether BALP has a profile for it. */
  boolean hasProfile() {
    return !profile.isEmpty();
  }

  /** The canonical address of the profile, for an event that concerns a person or not. */
  String profile(boolean ofPerson) {
    return PROFILES + (ofPerson ? "Patient" : "") + profile;
  }

  /** What the client is called. */
  FhirCode client() {
    return switch (this) {
      case READ -> FhirCode.DESTINATION;
      case DELETE -> FhirCode.APPLICATION;
      case CREATE, UPDATE, QUERY, LOGIN, ALERT, OTHER -> FhirCode.SOURCE;
    };
  }

  /** What the server is called. */
  FhirCode server() {
    return switch (this) {
      case READ -> FhirCode.SOURCE;
      case DELETE -> FhirCode.CUSTODIAN;
      case CREATE, UPDATE, QUERY, LOGIN, ALERT, OTHER -> FhirCode.DESTINATION;
    };
  }

  /** What the signed-in person is called: the one who receives, or the one from whom it comes. */
  FhirCode user() {
    return switch (this) {
      case CREATE, UPDATE, DELETE -> FhirCode.AUTHOR;
      case READ, QUERY, LOGIN, ALERT, OTHER -> FhirCode.RECIPIENT;
    };
  }
}
