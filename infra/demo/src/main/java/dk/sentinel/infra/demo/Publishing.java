package dk.sentinel.infra.demo;

import dk.sentinel.infra.demo.DemoPeople.Person;
import java.net.http.HttpClient;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The operator's representative signs the example of the agreement, so that clinics can. */
public final class Publishing {
  private Publishing() {}

  /**
   * Brings the example as the next version and signs it with a fresh sign-in.
   *
   * @param keycloak Keycloak's address without a trailing slash
   * @param api the API's address without a trailing slash
   * @throws IllegalStateException when a step is refused
   */
  public static void publish(HttpClient http, String keycloak, String api) {
    Person representative = DemoPeople.read().representative();
    SignIn browser = new SignIn(keycloak);
    ApiVisit visit = new ApiVisit(http, api, browser.at(representative).access());
    visit.post("/agreement-versions", Map.of());
    JsonNode draft = visit.get("/agreement-versions/draft?lang=da");
    JsonNode intent =
        visit.post(
            "/agreement-versions/draft/signing-intents",
            Map.of("sha256", draft.path("sha256").asString()));
    SignIn.Tokens fresh = browser.anew(representative, intent.path("nonce").asString());
    visit.post(
        "/agreement-versions/draft/signatures",
        Map.of("intentId", intent.path("intentId").asString(), "idToken", fresh.id()));
  }
}
