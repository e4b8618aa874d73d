package dk.sentinel.portal.standin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An issuer that signs everybody in at once, as whoever the test says, and checks what the portal
 * must do: client secret, PKCE, redirect address, codes for one use.
 */
public final class StandInIssuer implements AutoCloseable {
  private static final String BASE = "/realms/sentinel";
  private static final String SECRET = "portal-secret";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final RSAKey key;
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private final List<Map<String, String>> authorizations = new CopyOnWriteArrayList<>();
  private final List<Map<String, String>> logouts = new CopyOnWriteArrayList<>();
  private final AtomicInteger tokens = new AtomicInteger();
  private volatile String person = "owner";
  private volatile int tokenSeconds = 300;
  private volatile boolean cancelling;
  private volatile boolean silent;
  private volatile @Nullable String protectedBy;

  /** From now on names are protected: tokens have this instead; null ends it. */
  public void protectNames(@Nullable String instead) {
    protectedBy = instead;
  }

  /** Starts on this port, 0 for a free one. */
  public StandInIssuer(int port) throws IOException, JOSEException {
    key = new RSAKeyGenerator(2048).keyID("stand-in").generate();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    String endpoints = BASE + "/protocol/openid-connect/";
    server.createContext(endpoints + "auth", this::authorize);
    server.createContext(endpoints + "token", this::token);
    server.createContext(endpoints + "certs", this::certs);
    server.createContext(endpoints + "logout", this::logout);
    server.start();
  }

  public String issuer() {
    return "http://localhost:" + server.getAddress().getPort() + BASE;
  }

  /** From now on everybody who signs in is this one; also the role in the stand-in API's script. */
  public void signInAs(String person) {
    this.person = person;
    this.cancelling = false;
  }

  /** From now on everybody breaks off the sign-in. */
  public void cancelSignIns() {
    this.cancelling = true;
  }

  /** How long the next access tokens last. */
  public void tokensLast(int seconds) {
    this.tokenSeconds = seconds;
  }

  /** From now on it takes every request and answers none, as a process does that is frozen. */
  public void fallSilent() {
    this.silent = true;
  }

  /** The parameters of the authorization requests so far. */
  public List<Map<String, String>> authorizations() {
    return List.copyOf(authorizations);
  }

  /** The parameters of the logout requests so far. */
  public List<Map<String, String>> logouts() {
    return List.copyOf(logouts);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void authorize(HttpExchange exchange) throws IOException {
    Map<String, String> asked = parameters(exchange.getRequestURI().getRawQuery());
    authorizations.add(asked);
    String code = UUID.randomUUID().toString();
    codes.put(code, asked);
    String what = cancelling ? "error=access_denied" : "code=" + code;
    redirect(exchange, asked.get("redirect_uri") + "?" + what + "&state=" + asked.get("state"));
  }

  private void token(HttpExchange exchange) throws IOException {
    waitWhileSilent();
    Map<String, String> form =
        parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII));
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString(("sentinel-portal:" + SECRET).getBytes(StandardCharsets.UTF_8));
    boolean client = basic.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    if (client && "refresh_token".equals(form.get("grant_type"))) {
      json(exchange, 200, tokens(form.getOrDefault("refresh_token", "").substring(8), ""));
      return;
    }
    Map<String, String> asked =
        Optional.ofNullable(codes.remove(form.getOrDefault("code", ""))).orElse(Map.of());
    boolean mine =
        client
            && form.getOrDefault("redirect_uri", "-").equals(asked.get("redirect_uri"))
            && challenge(form.getOrDefault("code_verifier", ""))
                .equals(asked.get("code_challenge"));
    json(
        exchange,
        mine ? 200 : 400,
        mine ? tokens(person, asked.getOrDefault("nonce", "")) : "{\"error\":\"invalid_grant\"}");
  }

  private String tokens(String who, String nonce) {
    return """
    {"access_token":"access-%s-%d","token_type":"Bearer","expires_in":%d,
     "refresh_token":"refresh-%s","refresh_expires_in":1800,"id_token":"%s","scope":"openid"}
    """
        .formatted(who, tokens.incrementAndGet(), tokenSeconds, who, identity(who, nonce));
  }

  @SuppressWarnings("JavaUtilDate")
  private String identity(String who, String nonce) {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer())
            .subject("subject-" + who)
            .audience("sentinel-portal")
            .issueTime(new Date())
            .expirationTime(Date.from(Instant.now().plusSeconds(300)))
            .claim("nonce", nonce)
            .claim("acr", "https://data.gov.dk/concept/core/nsis/loa/Substantial");
    if (protectedBy == null) {
      claims.claim("name", NAMES.getOrDefault(who, who));
    } else {
      claims.claim("nemlogin.name", protectedBy);
    }
    try {
      var token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("stand-in").build(), claims.build());
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void waitWhileSilent() {
    try {
      while (silent) {
        Thread.sleep(50);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void certs(HttpExchange exchange) throws IOException {
    waitWhileSilent();
    json(exchange, 200, new JWKSet(key.toPublicJWK()).toString());
  }

  private void logout(HttpExchange exchange) throws IOException {
    Map<String, String> asked = parameters(exchange.getRequestURI().getRawQuery());
    logouts.add(asked);
    redirect(exchange, asked.getOrDefault("post_logout_redirect_uri", "/"));
  }

  private static void redirect(HttpExchange exchange, String address) throws IOException {
    exchange.getResponseHeaders().set("Location", address);
    exchange.getResponseHeaders().set("Connection", "close");
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private static void json(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("Connection", "close");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new TreeMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      parameters.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return parameters;
  }

  private static String challenge(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static final Map<String, String> NAMES =
      Map.of(
          "owner", "Karen Højgaard Østergaard",
          "physiotherapist", "Søren Ågård",
          "auditor", "Inge Nørgaard",
          "operator", "Mads Thygesen",
          "project-editor", "Lærke Bæk",
          "nobody", "Aksel Uden");
}
