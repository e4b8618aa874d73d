package dk.sentinel.infra.e2e;

import dk.sentinel.infra.demo.DemoPeople;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The stack's Keycloak as its first administrator, for what no person of Sentinel may do. */
final class KeycloakAdmin {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PASSWORD = "sentinel";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final RunningStack stack;

  KeycloakAdmin(RunningStack stack) {
    this.stack = stack;
  }

  /**
   * Somebody whom the demo does not know, with a MitID Erhverv for a company.
   *
   * @param mayRepresent whether the person may sign for the company
   */
  DemoPeople.Person newPerson(String name, String cvr, boolean mayRepresent) throws Exception {
    String id = UUID.randomUUID().toString();
    String username = "e2e-" + id.substring(0, 8);
    String secret = "sentinel-demo-totp-" + username;
    Map<String, Object> attributes =
        Map.of(
            "idp", List.of("mitid_erhverv"),
            "identity_type", List.of("professional"),
            "cvr", List.of(cvr),
            "org_name", List.of("Afprøvningens Fysioterapi"),
            "professional_id", List.of(id),
            "full_name", List.of(name),
            "auth_to_repr", mayRepresent ? List.of("true") : List.of());
    Map<String, Object> user =
        Map.of(
            "username",
            username,
            "enabled",
            true,
            "attributes",
            attributes,
            "credentials",
            List.of(
                Map.of("type", "password", "value", PASSWORD),
                Map.of(
                    "type",
                    "otp",
                    "userLabel",
                    "MitID",
                    "secretData",
                    JSON.writeValueAsString(Map.of("value", secret)),
                    "credentialData",
                    "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,"
                        + "\"algorithm\":\"HmacSHA1\"}")));
    ask("POST", "/admin/realms/mitid/users", JSON.writeValueAsString(user));
    return new DemoPeople.Person(
        username, PASSWORD, secret, name, cvr, id, mayRepresent, List.of(), List.of());
  }

  /** How long the portal's access tokens last from now on, in seconds. */
  void portalTokensLast(int seconds) throws Exception {
    JsonNode found =
        JSON.readTree(
            ask("GET", "/admin/realms/sentinel/clients?clientId=sentinel-portal", "").body());
    ObjectNode client = (ObjectNode) found.path(0);
    client.withObject("/attributes").put("access.token.lifespan", Integer.toString(seconds));
    ask(
        "PUT",
        "/admin/realms/sentinel/clients/" + client.path("id").asString(),
        JSON.writeValueAsString(client));
  }

  /** The ids of the organizations that stand for a clinic. */
  List<String> organizations(String clinic) throws Exception {
    String query = URLEncoder.encode("clinic:" + clinic, StandardCharsets.UTF_8);
    return texts(ask("GET", "/admin/realms/sentinel/organizations?q=" + query, "").body(), "id");
  }

  /** Gives an organization another name behind Sentinel's back. */
  void rename(String organization, String name) throws Exception {
    String path = "/admin/realms/sentinel/organizations/" + organization;
    ObjectNode found = (ObjectNode) JSON.readTree(ask("GET", path, "").body());
    ask("PUT", path, JSON.writeValueAsString(found.put("name", name)));
  }

  /** The professional ids that Keycloak counts to an organization, each as often as it does. */
  List<String> members(String organization) throws Exception {
    List<String> members = new ArrayList<>();
    JsonNode found =
        JSON.readTree(
            ask(
                    "GET",
                    "/admin/realms/sentinel/organizations/"
                        + organization
                        + "/members?briefRepresentation=false&max=100",
                    "")
                .body());
    for (JsonNode member : found) {
      members.add(member.path("attributes").path("professional_id").path(0).asString());
    }
    return members;
  }

  private static List<String> texts(String json, String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : JSON.readTree(json)) {
      texts.add(each.path(field).asString());
    }
    return texts;
  }

  private HttpResponse<String> ask(String method, String path, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(stack.keycloak() + path))
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", "application/json");
    return succeeded(
        request.method(
            method,
            body.isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body)));
  }

  /** A new one each time: tests wait longer than one lasts. */
  private String token() throws Exception {
    String form =
        "grant_type=password&client_id=admin-cli&username=admin&password="
            + URLEncoder.encode(stack.password("keycloak.admin"), StandardCharsets.UTF_8);
    HttpResponse<String> answer =
        succeeded(
            HttpRequest.newBuilder(
                    URI.create(stack.keycloak() + "/realms/master/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    return JSON.readTree(answer.body()).path("access_token").asString();
  }

  private HttpResponse<String> succeeded(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(answer.uri().getPath() + " answers " + answer.statusCode());
    }
    return answer;
  }
}
