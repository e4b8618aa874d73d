package dk.sentinel.infra.e2e;

import com.microsoft.playwright.BrowserContext;
import dk.sentinel.infra.demo.DemoPeople;
import dk.sentinel.infra.demo.PracticeSystem;
import dk.sentinel.infra.demo.SignIn;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A clinic that its owner has just made: its practice system has asked to send, nothing is
 * confirmed or signed.
 */
final class NewClinic {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String YDERNUMMER = "061999";
  private static final String NAME = "Prøvevejens Fysioterapi";

  private final RunningStack stack;
  private final PracticeSystem system;
  private final DemoPeople people;
  private final String id;

  private NewClinic(RunningStack stack, PracticeSystem system, DemoPeople people, String id) {
    this.stack = stack;
    this.system = system;
    this.people = people;
    this.id = id;
  }

  static NewClinic onboarded(RunningStack stack) throws Exception {
    DemoPeople people = DemoPeople.read();
    DemoPeople.Person owner = people.named("walk-owner");
    String token = new SignIn(stack.keycloak()).at(owner).access();
    JsonNode clinic =
        post(
            stack.api() + "/clinics",
            token,
            Map.of(
                "name",
                NAME,
                "ydernumre",
                List.of(
                    Map.of(
                        "number", YDERNUMMER,
                        "speciality", "51",
                        "region", "DK-84",
                        "validFrom", "2020-01-01"))));
    String id = clinic.path("clinicId").asString();
    post(
        stack.api() + "/practice-systems",
        new SignIn(stack.keycloak()).at(people.named("drift")).access(),
        PracticeSystem.registration("demo-journal"));
    DemoPeople.Person colleague = people.named("walk-fys");
    post(
        stack.api() + "/clinics/" + id + "/members",
        token,
        Map.of(
            "professionalId", colleague.businessId(),
            "name", colleague.displayName(),
            "role", "physiotherapist"));
    post(
        stack.api() + "/clinics/" + id + "/permissions",
        token,
        Map.of(
            "professionalId", colleague.businessId(),
            "authorisation", "0B1C2",
            "criteria", List.of("treating"),
            "to", LocalDate.now(ZoneId.of("Europe/Copenhagen")).plusYears(1).toString()));
    PracticeSystem system = PracticeSystem.demo("demo-journal", stack.keycloak(), stack.api());
    PracticeSystem.Answer activated = system.activate(String.valueOf(owner.cvr()), YDERNUMMER);
    if (activated.status() / 100 != 2) {
      throw new IllegalStateException("activation: " + activated);
    }
    return new NewClinic(stack, system, people, id);
  }

  private static JsonNode post(String address, String token, Map<String, ?> body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(address))
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(address + ": " + answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  String id() {
    return id;
  }

  String name() {
    return NAME;
  }

  String cvr() {
    return String.valueOf(people.named("walk-owner").cvr());
  }

  Visitor owner(BrowserContext window) {
    return new Visitor(window, stack.portal(), people.named("walk-owner"));
  }

  Visitor physiotherapist(BrowserContext window) {
    return new Visitor(window, stack.portal(), people.named("walk-fys"));
  }

  /** Sends today's contacts of a few people, as the practice system would. */
  PracticeSystemAnswer send() {
    return answer(system.send(JSON.writeValueAsString(todaysBundle())));
  }

  /** Sends one of the Danish examples; what is no Bundle is put into one of this clinic's. */
  PracticeSystemAnswer sendCorpus(Path example) throws IOException {
    JsonNode resource = JSON.readTree(Files.readString(example));
    ObjectNode bundle = emptyBundle();
    ArrayNode entries = (ArrayNode) bundle.path("entry");
    if (resource.path("resourceType").asString().equals("Bundle")) {
      resource.path("entry").forEach(entries::add);
    } else {
      entries.addObject().set("resource", resource);
    }
    return answer(system.send(JSON.writeValueAsString(bundle)));
  }

  private static PracticeSystemAnswer answer(PracticeSystem.Answer answer) {
    return new PracticeSystemAnswer(answer.status(), answer.body());
  }

  List<Path> corpusExamples() throws IOException {
    Path corpus = RunningStack.checkout().resolveSibling("shared").resolve("corpus");
    try (Stream<Path> files = Files.walk(corpus)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> file.toString().matches(".*/(dk-core|medcom-[a-z]+)/[^/]*"))
          .filter(file -> !file.toString().contains("/definitions/"))
          .sorted()
          .toList();
    }
  }

  private static ObjectNode emptyBundle() {
    ObjectNode bundle = JSON.createObjectNode().put("resourceType", "Bundle").put("type", "batch");
    ObjectNode clinic =
        bundle
            .putArray("entry")
            .addObject()
            .putObject("resource")
            .put("resourceType", "Organization");
    clinic
        .put("id", "clinic")
        .putArray("identifier")
        .addObject()
        .put("system", "urn:oid:1.2.208.176.1.4")
        .put("value", YDERNUMMER);
    return bundle;
  }

  private static ObjectNode todaysBundle() {
    String today = LocalDate.now(ZoneId.of("Europe/Copenhagen")).toString();
    ObjectNode bundle = emptyBundle();
    ArrayNode entries = (ArrayNode) bundle.path("entry");
    String[] codes = {"L03", "L03", "L86", "L90", "L15", "L03", "L84", "L83", "L90", "L08"};
    for (int i = 0; i < codes.length; i++) {
      // synthetic: day of birth plus 60
      String cpr = (61 + i) + "0" + (1 + i % 9) + (50 + i * 3) + "1" + "00" + i;
      ObjectNode patient = resource(entries, "Patient", "p" + i);
      patient
          .put("gender", i % 3 == 0 ? "male" : "female")
          .putArray("identifier")
          .addObject()
          .put("system", "urn:oid:1.2.208.176.1.2")
          .put("value", cpr);
      ObjectNode condition = resource(entries, "Condition", "c" + i);
      condition.put("recordedDate", today).putObject("subject").put("reference", "Patient/p" + i);
      condition
          .putObject("code")
          .putArray("coding")
          .addObject()
          .put("system", "urn:oid:1.2.208.176.2.31")
          .put("code", codes[i])
          .put("display", "Skal ikke gemmes");
      condition.putArray("note").addObject().put("text", "Fri tekst, som aldrig må gemmes");
      ObjectNode encounter = resource(entries, "Encounter", "e" + i);
      encounter.putObject("subject").put("reference", "Patient/p" + i);
      encounter.putObject("period").put("start", today);
    }
    return bundle;
  }

  private static ObjectNode resource(ArrayNode entries, String type, String id) {
    return entries.addObject().putObject("resource").put("resourceType", type).put("id", id);
  }
}
