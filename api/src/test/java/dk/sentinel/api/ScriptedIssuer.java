package dk.sentinel.api;

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
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * An issuer that signs whatever a test needs: sign-ins that no real one would make. It publishes
 * its metadata and keys over HTTP as a real one does. Keycloak's own tokens are tested apart.
 */
public final class ScriptedIssuer implements AutoCloseable {
  /** NSIS level Substantial. */
  public static final String SUBSTANTIAL = "https://data.gov.dk/concept/core/nsis/loa/Substantial";

  /** NSIS level Low. */
  public static final String LOW = "https://data.gov.dk/concept/core/nsis/loa/Low";

  /** The scopes of a practice system that sends everything. */
  public static final String SENDS_ALL =
      "system/Patient.c system/Condition.c system/Encounter.c system/Procedure.c"
          + " system/ServiceRequest.c";

  private final HttpServer server;
  private final RSAKey key;

  private ScriptedIssuer(HttpServer server, RSAKey key) {
    this.server = server;
    this.key = key;
  }

  /** Starts on a free port of the loopback interface. */
  public static ScriptedIssuer start() {
    try {
      RSAKey key =
          new RSAKeyGenerator(2048)
              .keyID(UUID.randomUUID().toString())
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.RS256)
              .generate();
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      ScriptedIssuer issuer = new ScriptedIssuer(server, key);
      issuer.publish("/.well-known/openid-configuration", issuer.metadata());
      issuer.publish("/keys", new JWKSet(key.toPublicJWK()).toString());
      server.start();
      return issuer;
    } catch (IOException | JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The issuer's identifier. */
  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** The key that it signs with. */
  public RSAKey key() {
    return key;
  }

  /** A person who can sign in. */
  public record Person(String id, String name, String cvr, boolean mayRepresent, String session) {
    /** A person of a company, in a session of their own. */
    public static Person of(String name, String cvr, boolean mayRepresent) {
      return new Person(
          UUID.randomUUID().toString(), name, cvr, mayRepresent, UUID.randomUUID().toString());
    }
  }

  /** The person's access token. */
  public String access(Person person) {
    return access(person, claims -> claims);
  }

  /** The person's access token with claims changed. */
  public String access(Person person, UnaryOperator<JWTClaimsSet.Builder> change) {
    return signed(
        change.apply(claims(person).audience("sentinel-api").claim("typ", "Bearer")).build());
  }

  /** The ID token of a sign-in made just now for the nonce. */
  public String id(Person person, String nonce) {
    return id(person, nonce, claims -> claims);
  }

  /** An ID token with claims changed. */
  public String id(Person person, String nonce, UnaryOperator<JWTClaimsSet.Builder> change) {
    return signed(
        change
            .apply(
                claims(person).audience("sentinel-portal").claim("typ", "ID").claim("nonce", nonce))
            .build());
  }

  /** The access token of a practice system for all kinds of data. */
  public String practiceSystem(String client) {
    return practiceSystem(client, SENDS_ALL);
  }

  /** The access token of a practice system. */
  public String practiceSystem(String client, String scope) {
    return signed(
        times()
            .subject(UUID.randomUUID().toString())
            .audience("sentinel-api")
            .claim("typ", "Bearer")
            .claim("azp", client)
            .claim("client_id", client)
            .claim("scope", scope)
            .build());
  }

  private JWTClaimsSet.Builder claims(Person person) {
    JWTClaimsSet.Builder claims =
        times()
            .subject(person.id())
            .claim("azp", "sentinel-portal")
            .claim("sid", person.session())
            .claim("acr", SUBSTANTIAL)
            .claim("auth_time", Instant.now().getEpochSecond())
            .claim("nemlogin.persistent_professional_id", person.id())
            .claim("nemlogin.name", person.name())
            .claim("nemlogin.cvr", person.cvr())
            .claim("nemlogin.org_name", "Klinik " + person.cvr());
    return person.mayRepresent() ? claims.claim("nemlogin.auth_to_repr", "true") : claims;
  }

  private JWTClaimsSet.Builder times() {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(url())
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(300)));
  }

  private String signed(JWTClaimsSet claims) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private String metadata() {
    return """
    {"issuer":"%1$s","jwks_uri":"%1$s/keys","authorization_endpoint":"%1$s/auth",
     "token_endpoint":"%1$s/token","subject_types_supported":["public"],
     "response_types_supported":["code"],"id_token_signing_alg_values_supported":["RS256"]}
    """
        .formatted(url());
  }

  private void publish(String path, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
