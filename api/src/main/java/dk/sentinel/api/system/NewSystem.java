package dk.sentinel.api.system;

import dk.sentinel.api.problem.Fields;
import dk.sentinel.compliance.tenancy.Actor;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A practice system as the operator registers it: every rule holds.
 *
 * @param id its client id, which its tokens name
 * @param vendorCvr eight digits
 * @param kinds the FHIR resource types that it may send, sorted
 */
record NewSystem(String id, String name, String vendor, String vendorCvr, Set<String> kinds) {
  /** What a practice system can be registered for: what the databank has a place for. */
  static final Set<String> KINDS =
      Set.of("Patient", "Condition", "Encounter", "Procedure", "ServiceRequest");

  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{2,62}");
  private static final Pattern CVR = Pattern.compile("[0-9]{8}");

  static NewSystem of(Request request) {
    Fields fields = new Fields();
    List<String> asked = request.kinds == null ? List.of() : request.kinds;
    fields.require(
        !asked.isEmpty() && KINDS.containsAll(asked),
        "kinds",
        "must name one or more of Patient, Condition, Encounter, Procedure, ServiceRequest");
    fields.require(
        request.systemId == null || !Actor.Component.isOne(request.systemId),
        "systemId",
        "is the name of a part of Sentinel: its acts could not be told apart in the log");
    NewSystem system =
        new NewSystem(
            fields.matching(
                "systemId",
                request.systemId,
                ID,
                "must be 3 to 63 small letters, digits and hyphens, a letter first"),
            fields.text("name", request.name, 100),
            fields.text("vendor", request.vendor, 200),
            fields.matching("vendorCvr", request.vendorCvr, CVR, "must be a CVR number"),
            new TreeSet<>(asked));
    fields.refuseIfBroken();
    return system;
  }

  /** What POST /practice-systems takes. */
  record Request(
      @Nullable String systemId,
      @Nullable String name,
      @Nullable String vendor,
      @Nullable String vendorCvr,
      @Nullable List<String> kinds) {}
}
