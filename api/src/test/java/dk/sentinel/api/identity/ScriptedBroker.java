package dk.sentinel.api.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A broker in the manner of Idura (domain facts, section 4.3): OpenID Connect with code and PKCE,
 * without any page, for whoever the test says comes next. Keycloak checks its signatures, issuer,
 * audience and nonce as it would the real one's.
 */
final class ScriptedBroker implements AutoCloseable {
  private final HttpServer server;
  private final RSAKey key;
  private final Map<String, Map<String, String>> asked = new ConcurrentHashMap<>();
  private volatile Map<String, Object> next = Map.of();
  private volatile Map<String, String> last = Map.of();

  private ScriptedBroker(HttpServer server, RSAKey key) {
    this.server = server;
    this.key = key;
  }

  static ScriptedBroker start() throws IOException, JOSEException {
    RSAKey key =
        new RSAKeyGenerator(2048)
            .keyID(UUID.randomUUID().toString())
            .keyUse(KeyUse.SIGNATURE)
            .algorithm(JWSAlgorithm.RS256)
            .generate();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ScriptedBroker broker = new ScriptedBroker(server, key);
    server.createContext("/oauth2/authorize", broker::authorize);
    server.createContext("/oauth2/token", exchange -> broker.json(exchange, broker::tokens));
    server.createContext(
        "/.well-known/jwks",
        exchange -> broker.json(exchange, form -> new JWKSet(key.toPublicJWK()).toString()));
    server.start();
    return broker;
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** Who signs in from now on: the claims that the ID token adds to the protocol's own. */
  void expect(Map<String, Object> claims) {
    next = claims;
  }

  /** What the newest sign-in was asked with. */
  Map<String, String> lastAsked() {
    return last;
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> query = parameters(exchange.getRequestURI().getRawQuery());
    String code = UUID.randomUUID().toString();
    asked.put(code, query);
    last = query;
    try (exchange) {
      exchange
          .getResponseHeaders()
          .set(
              "Location",
              "%s?code=%s&state=%s".formatted(query.get("redirect_uri"), code, query.get("state")));
      exchange.sendResponseHeaders(302, -1);
    }
  }

  private String tokens(Map<String, String> form) {
    Map<String, String> query = Objects.requireNonNull(asked.remove(form.get("code")));
    Instant now = Instant.now();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(url())
            .audience(query.get("client_id"))
            .claim("nonce", query.get("nonce"))
            .claim("auth_time", now.getEpochSecond())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(300)));
    next.forEach(claims::claim);
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
              claims.build());
      token.sign(new RSASSASigner(key));
      return "{\"access_token\":\"none\",\"token_type\":\"Bearer\",\"expires_in\":300,\"id_token\":\"%s\"}"
          .formatted(token.serialize());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private void json(HttpExchange exchange, Function<Map<String, String>, String> answer)
      throws IOException {
    try (exchange) {
      String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
      byte[] bytes = answer.apply(parameters(form)).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static Map<String, String> parameters(String encoded) {
    return Arrays.stream(encoded.split("&"))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .collect(
            Collectors.toMap(
                pair -> pair[0],
                pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8),
                (one, other) -> one + " " + other));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
