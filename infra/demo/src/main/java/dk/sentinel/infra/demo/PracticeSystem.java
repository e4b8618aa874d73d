package dk.sentinel.infra.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A practice system ("systemhus" software) as the API meets it: it gets its token with a signed JWT
 * (SMART Backend Services, ES384) and sends FHIR Bundles. Safe for several threads.
 */
public final class PracticeSystem {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SCOPES =
      "system/Patient.c system/Condition.c system/Encounter.c system/Procedure.c"
          + " system/ServiceRequest.c";
  private static final int PATIENCE = 120;
  private static final Duration TOKEN_MARGIN = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final String id;
  private final String keycloak;
  private final String api;
  private final String keyId;
  private final PrivateKey key;

  private @Nullable String token;
  private Instant tokenEnds = Instant.EPOCH;

  private PracticeSystem(String id, String keycloak, String api, String keyId, PrivateKey key) {
    this.id = id;
    this.keycloak = keycloak;
    this.api = api;
    this.keyId = keyId;
    this.key = key;
  }

  /**
   * One of the systems whose keys are in {@code infra/deploy/keycloak}.
   *
   * @param id {@code demo-journal} or {@code other-journal}
   * @param keycloak Keycloak's address
   * @param api the API's address
   */
  public static PracticeSystem demo(String id, String keycloak, String api) {
    Path file = Checkout.deploy("keycloak/" + id + "-key.jwk");
    JsonNode jwk = JSON.readTree(file);
    try {
      AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
      curve.init(new ECGenParameterSpec("secp384r1"));
      PrivateKey key =
          KeyFactory.getInstance("EC")
              .generatePrivate(
                  new ECPrivateKeySpec(
                      new java.math.BigInteger(
                          1, Base64.getUrlDecoder().decode(jwk.path("d").asString())),
                      curve.getParameterSpec(ECParameterSpec.class)));
      return new PracticeSystem(id, keycloak, api, jwk.path("kid").asString(), key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("not a P-384 key: " + file, e);
    }
  }

  /**
   * What the operator sends to register one of these systems.
   *
   * @param id {@code demo-journal} or {@code other-journal}
   */
  public static Map<String, Object> registration(String id) {
    boolean first = id.equals("demo-journal");
    return Map.of(
        "systemId", id,
        "name", first ? "Demojournalen" : "Den Anden Journal",
        "vendor", first ? "Systemhuset Demo A/S" : "Systemhuset Anden ApS",
        "vendorCvr", first ? "99000155" : "99000163",
        "kinds", List.of("Patient", "Condition", "Encounter", "Procedure", "ServiceRequest"));
  }

  /**
   * What the API answered.
   *
   * @param status the HTTP status
   * @param body its JSON
   */
  public record Answer(int status, String body) {}

  /** A token that is still good for a while. */
  public synchronized String token() {
    String current = token;
    if (current != null && Instant.now().isBefore(tokenEnds)) {
      return current;
    }
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(URI.create(tokenEndpoint()))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(SignIn.encoded(grant())))
                .build());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          id + " gets no token: " + answer.statusCode() + " " + answer.body());
    }
    JsonNode json = JSON.readTree(answer.body());
    String fresh = json.path("access_token").asString();
    token = fresh;
    tokenEnds = Instant.now().plusSeconds(json.path("expires_in").asLong(60)).minus(TOKEN_MARGIN);
    return fresh;
  }

  private String tokenEndpoint() {
    return keycloak + "/realms/sentinel/protocol/openid-connect/token";
  }

  private Map<String, String> grant() {
    return Map.of(
        "grant_type",
        "client_credentials",
        "scope",
        SCOPES,
        "client_assertion_type",
        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion",
        assertion());
  }

  private String assertion() {
    Instant now = Instant.now();
    String header = "{\"alg\":\"ES384\",\"typ\":\"JWT\",\"kid\":\"" + keyId + "\"}";
    String claims =
        JSON.writeValueAsString(
            Map.of(
                "iss",
                id,
                "sub",
                id,
                "aud",
                tokenEndpoint(),
                "jti",
                UUID.randomUUID().toString(),
                "iat",
                now.getEpochSecond(),
                "exp",
                now.getEpochSecond() + 60));
    String signed = base64(header) + "." + base64(claims);
    try {
      Signature signer = Signature.getInstance("SHA384withECDSAinP1363Format");
      signer.initSign(key);
      signer.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the demo key does not sign", e);
    }
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Asks to send for a clinic's ydernummer; an owner of the clinic must confirm. */
  public Answer activate(String cvr, String ydernummer) {
    return post(
        "/practice-system/activations",
        "application/json",
        JSON.writeValueAsString(Map.of("cvr", cvr, "ydernummer", ydernummer)));
  }

  /** Sends a Bundle. */
  public Answer send(String bundle) {
    return post("/fhir", "application/fhir+json", bundle);
  }

  /** Sends a Bundle, again after a moment as long as the API says that it is too much at once. */
  public Answer sendAtTheirPace(String bundle) {
    Answer answer = send(bundle);
    for (int again = 0; answer.status() == 429 && again < PATIENCE; again++) {
      try {
        TimeUnit.MILLISECONDS.sleep(500);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return answer;
      }
      answer = send(bundle);
    }
    return answer;
  }

  private Answer post(String path, String type, String body) {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(URI.create(api + path))
                .timeout(Duration.ofMinutes(2))
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    return new Answer(answer.statusCode(), answer.body());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(id + " reaches nobody at " + request.uri().getHost(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while sending", e);
    }
  }
}
