package dk.sentinel.infra.bench;

import dk.sentinel.infra.demo.DemoPeople;
import dk.sentinel.infra.testing.TestServers;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The least that a new clinic needs, by hand: the rows in one transaction, without a trigger, a
 * check of a foreign key or an audit entry, and the three calls without which Keycloak has no
 * organization with the owner in it.
 */
final class BareProvisioning {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TABLES =
      "member ydernummer ydernummer_holder registration organization clinic";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String admin;
  private final String tokens;
  private final String secret;
  private final Connection database;
  private String token = "";

  /**
   * Works in a database that the API has migrated.
   *
   * @param database of the superuser
   */
  BareProvisioning(TestServers servers, Connection database) throws SQLException {
    this.admin = servers.keycloakUrl() + "/admin/realms/sentinel";
    this.tokens = servers.keycloakUrl() + "/realms/sentinel/protocol/openid-connect/token";
    this.secret = servers.get("keycloak.provisioning.secret");
    this.database = database;
    database.setAutoCommit(false);
    try (Statement statement = database.createStatement()) {
      statement.execute("set session_replication_role = replica");
      database.commit();
    }
  }

  /** Signs in as what keeps the organizations; a token lasts for one round. */
  void signIn() throws IOException, InterruptedException {
    String form =
        "grant_type=client_credentials&client_id=sentinel-provisioning&client_secret="
            + URLEncoder.encode(secret, StandardCharsets.UTF_8);
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(tokens))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    token = JSON.readTree(answer.body()).path("access_token").asString();
  }

  /** Makes a clinic that the API does not know how to tell from its own; its id. */
  UUID make(DemoPeople.Person owner, int number) throws Exception {
    UUID clinic = UUID.randomUUID();
    insert(clinic, owner, number);
    String organization =
        ask(
                "POST",
                "/organizations",
                JSON.writeValueAsString(
                    Map.of(
                        "name",
                        "Bar " + clinic,
                        "alias",
                        clinic.toString(),
                        "enabled",
                        true,
                        "attributes",
                        Map.of("clinic", List.of(clinic.toString())))))
            .headers()
            .firstValue("location")
            .orElseThrow();
    String account =
        JSON.readTree(
                ask(
                        "GET",
                        "/users?q=" + encoded("professional_id:\"" + owner.businessId() + "\""),
                        "")
                    .body())
            .path(0)
            .path("id")
            .asString();
    ask(
        "POST",
        organization.substring(organization.indexOf("/organizations/")) + "/members",
        account);
    return clinic;
  }

  private void insert(UUID clinic, DemoPeople.Person owner, int number) throws SQLException {
    String id = "'" + clinic + "'";
    String cvr = "'%08d'".formatted(98_000_000 + number);
    String ydernummer = "'%06d'".formatted(50_000 + number);
    try (Statement statement = database.createStatement()) {
      for (String row :
          List.of(
              "registration (cvr, clinic_id) values (" + cvr + "," + id + ")",
              "clinic (clinic_id, cvr, name, region, created_at) values ("
                  + id
                  + ","
                  + cvr
                  + ",'Bar','DK-84',now())",
              "organization (clinic_id, done) values (" + id + ",1)",
              "ydernummer_holder (clinic_id, number, valid_from) values ("
                  + id
                  + ","
                  + ydernummer
                  + ",'2020-01-01')",
              "ydernummer (clinic_id, number, valid_from, speciality, region) values ("
                  + id
                  + ","
                  + ydernummer
                  + ",'2020-01-01','51','DK-84')",
              "member (clinic_id, person_id, role, name, added_at) values ("
                  + id
                  + ",'"
                  + owner.businessId()
                  + "','owner','Bar',now())")) {
        statement.execute("insert into tenancy." + row);
      }
      database.commit();
    }
  }

  /** Whether Keycloak has followed as far as the clinic wishes. */
  boolean isFollowed(UUID clinic) throws SQLException {
    try (Statement statement = database.createStatement();
        var rows =
            statement.executeQuery(
                "select done > 0 and done = wish from tenancy.organization where clinic_id = '"
                    + clinic
                    + "'")) {
      boolean followed = rows.next() && rows.getBoolean(1);
      database.commit();
      return followed;
    }
  }

  /** How many people Keycloak counts to the one organization that the clinic has. */
  int members(UUID clinic) throws Exception {
    List<String> organizations = organizations(clinic);
    if (organizations.size() != 1) {
      throw new IllegalStateException("a clinic has " + organizations.size() + " organizations");
    }
    return JSON.readTree(
            ask("GET", "/organizations/" + organizations.getFirst() + "/members", "").body())
        .size();
  }

  /** Forgets all clinics, so that their owners can sign up again. */
  void forget(List<UUID> clinics) throws Exception {
    try (Statement statement = database.createStatement()) {
      for (String table : TABLES.split(" ", -1)) {
        statement.execute("delete from tenancy." + table);
      }
      database.commit();
    }
    for (UUID clinic : clinics) {
      for (String organization : organizations(clinic)) {
        ask("DELETE", "/organizations/" + organization, "");
      }
    }
  }

  private List<String> organizations(UUID clinic) throws Exception {
    List<String> found = new ArrayList<>();
    for (JsonNode each :
        JSON.readTree(ask("GET", "/organizations?q=" + encoded("clinic:" + clinic), "").body())) {
      found.add(each.path("id").asString());
    }
    return found;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<String> ask(String method, String path, String body) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(admin + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                    method,
                    body.isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(
          "Keycloak answers " + answer.statusCode() + " to " + method + " " + path);
    }
    return answer;
  }
}
