package dk.sentinel.infra.demo;

import dk.sentinel.infra.demo.DemoClinics.Clinic;
import dk.sentinel.infra.demo.DemoClinics.State;
import dk.sentinel.infra.demo.DemoPeople.Person;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * One clinic's way through the gates, as its owner and its practice system walk it. Each step looks
 * first whether it is done, so that walking again changes nothing. The last gate that the clinic is
 * to open opens last: when it is open, everything before it is done.
 */
final class Onboarding {
  private static final String PROJECT = "diagnosekodning";

  private final Clinic clinic;
  private final String clinicId;
  private final Person owner;
  private final List<Person> colleagues;

  Onboarding(Clinic clinic, String clinicId, Person owner, List<Person> colleagues) {
    this.clinic = clinic;
    this.clinicId = clinicId;
    this.owner = owner;
    this.colleagues = colleagues;
  }

  /** The gate that opens last for this clinic. */
  static String lastGate(State state) {
    return state == State.OPEN ? "enrolment" : "consent";
  }

  void walk(PracticeSystem system, SignIn browser, Visits visits) {
    for (DemoClinics.Ydernummer ydernummer : clinic.ydernumre()) {
      PracticeSystem.Answer answer = system.activate(clinic.cvr(), ydernummer.number());
      if (answer.status() / 100 != 2) {
        throw new IllegalStateException(
            "activation for " + clinic.name() + " is refused: " + answer.body());
      }
    }
    ApiVisit visit = visits.of(browser.at(owner));
    confirm(visit);
    addColleagues(visit);
    permit(visit);
    sign(visit, browser, "/agreement", "signed");
    sign(visit, browser, "/consent", "given");
    if (clinic.state() == State.OPEN) {
      enrol(visit);
    }
  }

  private void confirm(ApiVisit visit) {
    for (JsonNode system : visit.get(path("/practice-systems"))) {
      if (system.path("status").asString().equals("pending")) {
        visit.post(
            path(
                "/practice-systems/%s/%s/confirmation"
                    .formatted(
                        system.path("systemId").asString(), system.path("ydernummer").asString())),
            Map.of());
      }
    }
  }

  private void addColleagues(ApiVisit visit) {
    for (Person colleague : colleagues) {
      Map<String, String> member = new TreeMap<>();
      member.put("professionalId", colleague.businessId());
      member.put("name", colleague.displayName());
      member.put("role", role(colleague));
      if (role(colleague).equals("auditor")) {
        member.put("until", LocalDate.now(ZoneOffset.UTC).plusYears(1).toString());
      }
      visit.post(path("/members"), member);
    }
  }

  /** Physiotherapists see figures when the owner has permitted it (sundhedsloven § 42 d). */
  private void permit(ApiVisit visit) {
    Set<String> permitted = new HashSet<>();
    for (JsonNode permission : visit.get(path("/permissions"))) {
      permitted.add(permission.path("professionalId").asString());
    }
    for (Person colleague : colleagues) {
      if (role(colleague).equals("physiotherapist") && permitted.add(colleague.businessId())) {
        visit.post(path("/permissions"), permission(colleague));
      }
    }
  }

  private static Map<String, Object> permission(Person colleague) {
    int invented = Math.floorMod(colleague.businessId().hashCode(), 100_000);
    return Map.of(
        "professionalId", colleague.businessId(),
        "authorisation", "%05d".formatted(invented),
        "criteria", List.of("treating"),
        "to", LocalDate.now(ZoneOffset.UTC).plusYears(1).toString());
  }

  private String role(Person colleague) {
    return colleague.clinics().stream()
        .filter(post -> post.cvr().equals(clinic.cvr()))
        .map(DemoPeople.Post::role)
        .findFirst()
        .orElseThrow();
  }

  /** Agreement and consent go the same road, each with a fresh sign-in of its own. */
  private void sign(ApiVisit visit, SignIn browser, String document, String done) {
    JsonNode read = visit.get(path(document + "?lang=da"));
    if (read.path(done).isObject()) {
      return;
    }
    visit.text(path(document + "/document"));
    JsonNode intent =
        visit.post(
            path(document + "/signing-intents"), Map.of("sha256", read.path("sha256").asString()));
    SignIn.Tokens fresh = browser.anew(owner, intent.path("nonce").asString());
    visit.post(
        path(document + "/signatures"),
        Map.of("intentId", intent.path("intentId").asString(), "idToken", fresh.id()));
  }

  private void enrol(ApiVisit visit) {
    for (JsonNode project : visit.get(path("/projects?lang=da"))) {
      if (project.path("code").asString().equals(PROJECT) && !project.path("enrolled").isObject()) {
        visit.post(path("/projects/" + PROJECT + "/enrolment"), Map.of());
      }
    }
  }

  private String path(String rest) {
    return "/clinics/" + clinicId + rest;
  }

  /** Opens a person's visit to the API. */
  interface Visits {
    ApiVisit of(SignIn.Tokens tokens);
  }
}
