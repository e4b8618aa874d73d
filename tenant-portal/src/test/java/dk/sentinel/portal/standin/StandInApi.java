package dk.sentinel.portal.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server that answers a script of the API's contract, so that pages can be laid out and
 * looked at in states that are hard to reach. The whole road is walked on the real API elsewhere.
 */
public final class StandInApi implements AutoCloseable {
  /** The clinic that all scripts speak of. */
  public static final String CLINIC = "5c1f0e0a-0000-4000-8000-000000000001";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final Map<String, Reply> script = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  /** Starts with a clinic whose gates are all open. */
  public StandInApi(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    reset();
    server.start();
  }

  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** The first script: everything in place. */
  public void reset() {
    script.clear();
    asked.clear();
    String clinic = "/clinics/" + CLINIC;
    for (String role :
        List.of("owner", "physiotherapist", "auditor", "operator", "project-editor", "nobody")) {
      answer("GET /me " + role, 200, "me-" + role + ".json");
    }
    says("GET /me/company", 200, "{\"cvr\":\"99000007\",\"name\":\"X\",\"clinic\":null}");
    answer("GET " + clinic, 200, "clinic.json");
    says("POST " + clinic + "/ydernumre", 201, "{}");
    script.put(
        "PUT " + clinic + "/ydernumre/123456/2020-01-01",
        new Reply(204, "application/json", new byte[0]));
    answer("GET " + clinic + "/gates", 200, "gates-5.json");
    answer("GET " + clinic + "/agreement", 200, "agreement.json");
    answer("GET " + clinic + "/consent", 200, "consent.json");
    answer("GET " + clinic + "/projects", 200, "projects.json");
    says("GET " + clinic + "/deviations", 200, "{\"from\":\"2025-11-22\",\"deviations\":[]}");
    answer("GET " + clinic + "/members", 200, "members.json");
    says("POST " + clinic + "/members", 201, "{}");
    answer("GET " + clinic + "/practice-systems", 200, "practice-systems.json");
    String system = "POST " + clinic + "/practice-systems/demo-journal/";
    says(system + "061020/confirmation", 200, "{}");
    says(system + "061020/refusal", 200, "{}");
    says(system + "061010/stop", 200, "{}");
    script.put(
        "DELETE " + clinic + "/members/p-fys/physiotherapist",
        new Reply(204, "application/json", new byte[0]));
    refuse("DELETE " + clinic + "/members/p-owner/owner", 409, "last-owner");
    answer("GET " + clinic + "/access-reviews", 200, "access-reviews.json");
    says("POST " + clinic + "/access-reviews", 201, "{}");
    answer("GET " + clinic + "/permissions", 200, "permissions.json");
    says("POST " + clinic + "/permissions", 201, "{}");
    answer("GET " + clinic + "/invitations", 200, "invitations.json");
    says(
        "POST " + clinic + "/invitations",
        201,
        "{\"invitationId\":\"11110000-0000-4000-8000-000000000009\",\"code\":\"secret-code\"}");
    says(
        "POST /invitations/offer",
        200,
        "{\"clinicId\":\"" + CLINIC + "\",\"clinicName\":\"Ærø Fys\",\"role\":\"secretary\"}");
    says(
        "POST /invitations/acceptance",
        200,
        "{\"clinicId\":\"" + CLINIC + "\",\"clinicName\":\"Ærø Fys\",\"role\":\"secretary\"}");
    answer("GET " + clinic + "/powers-of-attorney", 200, "powers.json");
    says("POST " + clinic + "/powers-of-attorney", 201, "{}");
    script.put(
        "POST " + clinic + "/powers-of-attorney/44440000-0000-4000-8000-000000000001/withdrawal",
        new Reply(204, "application/json", new byte[0]));
    answer("GET /powers-of-attorney", 200, "powers-waiting.json");
    String power = "/powers-of-attorney/44440000-0000-4000-8000-000000000002";
    answer("GET " + power, 200, "power.json");
    for (String decision : List.of("/approval", "/rejection")) {
      script.put("POST " + power + decision, new Reply(204, "application/json", new byte[0]));
    }
    script.put(
        "GET " + power + "/document",
        new Reply(200, "application/pdf", "%PDF-1.7 stand-in".getBytes(StandardCharsets.UTF_8)));
    answer("GET /auditors", 200, "auditors.json");
    answer("GET " + clinic + "/agreement/versions", 200, "standpoint.json");
    answer("GET " + clinic + "/agreement/signatures", 200, "signatures.json");
    script.put(
        "POST " + clinic + "/agreement/objection", new Reply(204, "application/json", new byte[0]));
    script.put(
        "DELETE " + clinic + "/agreement/objection",
        new Reply(204, "application/json", new byte[0]));
    answer("GET /agreement-versions", 200, "agreement-versions.json");
    says("POST /agreement-versions", 201, "{}");
    answer("GET /agreement-versions/draft", 200, "agreement-draft.json");
    says(
        "POST /agreement-versions/draft/signing-intents",
        201,
        "{\"intentId\":\"7d0e0000-0000-4000-8000-000000000009\",\"nonce\":\"nonce-of-the-draft\"}");
    says("POST /agreement-versions/draft/signatures", 201, "{\"signatureId\":\"s-2\"}");
    answer("GET /sub-processors", 200, "sub-processors.json");
    says("POST /sub-processors", 201, "{}");
    script.put("POST /auditors", new Reply(204, "application/json", new byte[0]));
    answer("GET " + clinic + "/reports/diagnosekodning", 200, "report.json");
    answer("GET " + clinic + "/audit/entries", 200, "audit.json");
    answer("POST " + clinic + "/audit/search", 200, "audit-person.json");
    answer("GET " + clinic + "/audit/entries/4711", 200, "audit-entry.json");
    refuse("GET " + clinic + "/audit/entries/5021", 404, "not-in-log");
    refuse("GET " + clinic + "/audit/entries/x", 400, "invalid-request");
    says("GET " + clinic + "/audit/entries/4711.json", 200, "{\"v\":2}");
    script.put(
        "GET " + clinic + "/audit/entries/4711.tlog-proof",
        new Reply(200, "text/plain", "c2sp.org/tlog-proof@v1\n".getBytes(StandardCharsets.UTF_8)));
    answer("GET /clinics", 200, "clinics.json");
    answer("GET /platform/organizations", 200, "organizations.json");
    answer("GET /platform/letters", 200, "campaign-letters.json");
    says("POST /platform/letters", 202, "{\"letters\":2}");
    answer("GET " + clinic + "/letters", 200, "letters.json");
    script.put(
        "PUT " + clinic + "/letters/address", new Reply(204, "application/json", new byte[0]));
    script.put(
        "DELETE " + clinic + "/letters/address", new Reply(204, "application/json", new byte[0]));
    answer("GET /practice-systems", 200, "registered-systems.json");
    says("POST /practice-systems", 201, "{}");
    says("PUT /practice-systems/demo-journal/keys", 200, "{}");
    says("POST /practice-systems/demo-journal/keys/refresh", 200, "{}");
    says("POST /practice-systems/demo-journal/suspension", 200, "{}");
    says("POST /practice-systems/other-journal/resumption", 200, "{}");
    answer("GET /projects", 200, "all-projects.json");
    says("POST " + clinic + "/consent/withdrawal", 200, "{}");
    says("POST " + clinic + "/projects/diagnosekodning/enrolment", 201, "{}");
    says("POST " + clinic + "/projects/diagnosekodning/withdrawal", 200, "{}");
    says(
        "POST " + clinic + "/agreement/signing-intents",
        201,
        """
        {"intentId":"7d0e0000-0000-4000-8000-000000000007","nonce":"nonce-of-the-intent",
         "expiresAt":"2026-11-21T10:00:00Z",
         "acrValues":"https://data.gov.dk/concept/core/nsis/loa/Substantial"}
        """);
    says("POST " + clinic + "/agreement/signatures", 201, "{\"signatureId\":\"s-1\"}");
    says(
        "POST " + clinic + "/consent/signing-intents",
        201,
        """
        {"intentId":"7d0e0000-0000-4000-8000-000000000008","nonce":"nonce-of-the-consent",
         "expiresAt":"2026-11-21T10:00:00Z",
         "acrValues":"https://data.gov.dk/concept/core/nsis/loa/Substantial"}
        """);
    says("POST " + clinic + "/consent/signatures", 201, "{\"signatureId\":\"s-3\"}");
    script.put(
        "GET " + clinic + "/consent/document",
        new Reply(200, "application/pdf", "%PDF-1.7 stand-in".getBytes(StandardCharsets.UTF_8)));
    script.put(
        "GET " + clinic + "/reports/diagnosekodning.pdf",
        new Reply(200, "application/pdf", "%PDF-1.7 stand-in".getBytes(StandardCharsets.UTF_8)));
    script.put(
        "GET " + clinic + "/audit/export",
        new Reply(200, "text/csv", "\uFEFFnr.;tid\r\n".getBytes(StandardCharsets.UTF_8)));
    script.put(
        "GET /log/verifier.jar",
        new Reply(200, "application/java-archive", "PK stand-in".getBytes(StandardCharsets.UTF_8)));
    script.put(
        "GET " + clinic + "/agreement/document",
        new Reply(200, "application/pdf", "%PDF-1.7 stand-in".getBytes(StandardCharsets.UTF_8)));
  }

  /** Answers with a file of {@code contract/}. The request is method, path and perhaps the role. */
  public void answer(String request, int status, String file) {
    script.put(request, new Reply(status, "application/json", file(file)));
  }

  /** Answers with this JSON. */
  public void says(String request, int status, String json) {
    script.put(
        request, new Reply(status, "application/json", json.getBytes(StandardCharsets.UTF_8)));
  }

  /** Refuses with a problem of this slug. */
  public void refuse(String request, int status, String slug) {
    String json =
        """
        {"type":"https://sentinel.dk/problems/%s","status":%d,"title":"t","detail":"secret detail"}
        """
            .formatted(slug, status);
    script.put(
        request,
        new Reply(status, "application/problem+json", json.getBytes(StandardCharsets.UTF_8)));
  }

  /** What was asked so far, oldest first. */
  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String token =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(
        new Asked(
            request,
            exchange.getRequestURI().getRawQuery(),
            token,
            body,
            exchange.getRequestHeaders().getFirst("X-Forwarded-For"),
            exchange.getRequestHeaders().getFirst("User-Agent")));
    String role = token.replaceFirst("^Bearer access-(.*)-\\d+$", "$1");
    Reply reply =
        Optional.ofNullable(script.get(request + " " + role))
            .or(() -> Optional.ofNullable(script.get(request)))
            .orElse(new Reply(404, "application/problem+json", NOT_FOUND));
    if (reply.status() == 401) {
      exchange
          .getResponseHeaders()
          .set(
              "WWW-Authenticate",
              "Bearer error=\"insufficient_user_authentication\""
                  + (reply.says("fresh-sign-in-required") ? ", max_age=\"600\"" : ""));
    }
    exchange.getResponseHeaders().set("Content-Type", reply.type());
    exchange.getResponseHeaders().set("Connection", "close");
    exchange.sendResponseHeaders(
        reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
    exchange.getResponseBody().write(reply.body());
    exchange.close();
  }

  private static byte[] file(String name) {
    try (InputStream file = StandInApi.class.getResourceAsStream("/contract/" + name)) {
      if (file == null) {
        throw new IllegalArgumentException("no contract/" + name);
      }
      return file.readAllBytes();
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private static final byte[] NOT_FOUND =
      """
      {"type":"https://sentinel.dk/problems/clinic-not-found","status":404,"title":"Not found"}
      """
          .getBytes(StandardCharsets.UTF_8);

  /** One request as it arrived. */
  public record Asked(
      String request,
      @Nullable String query,
      String token,
      String body,
      @Nullable String forwardedFor,
      @Nullable String userAgent) {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Reply(int status, String type, byte[] body) {
    boolean says(String word) {
      return new String(body, StandardCharsets.UTF_8).contains(word);
    }
  }
}
