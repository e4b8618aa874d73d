package dk.sentinel.infra.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Signs a demo person in through Keycloak's own pages, as a browser would: OpenID Connect with
 * authorization code and PKCE for the client {@code sentinel-demo}. One instance is one browser: it
 * keeps its cookies, so a second sign-in may need no page at all. Not safe for several threads.
 */
public final class SignIn {
  /** NSIS level Low. */
  public static final String LOW = "https://data.gov.dk/concept/core/nsis/loa/Low";

  /** NSIS level Substantial. */
  public static final String SUBSTANTIAL = "https://data.gov.dk/concept/core/nsis/loa/Substantial";

  private static final String CLIENT = "sentinel-demo";
  private static final String REDIRECT = "http://localhost:8082/callback";
  private static final Pattern FORM =
      Pattern.compile("<form[^>]*action=\"([^\"]+)\"", Pattern.CASE_INSENSITIVE);
  private static final Pattern HIDDEN =
      Pattern.compile(
          "<input[^>]*type=\"hidden\"[^>]*name=\"([^\"]+)\"[^>]*value=\"([^\"]*)\"",
          Pattern.CASE_INSENSITIVE);
  private static final int MOST_PAGES = 6;

  private final HttpClient http =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final SecureRandom random = new SecureRandom();
  private final Cookies cookies = new Cookies();
  private final URI realm;

  /**
   * A browser without cookies.
   *
   * @param keycloak Keycloak's address, such as {@code http://localhost:8180}
   */
  public SignIn(String keycloak) {
    this(keycloak, "sentinel");
  }

  /**
   * A browser without cookies, for a realm made after ours.
   *
   * @param keycloak Keycloak's address
   * @param realm the realm's name
   */
  public SignIn(String keycloak, String realm) {
    this.realm = URI.create(keycloak + "/realms/" + realm + "/protocol/openid-connect/");
  }

  /**
   * What the token endpoint answered.
   *
   * @param access the access token
   * @param id the ID token
   * @param refresh the refresh token
   */
  public record Tokens(String access, String id, String refresh) {}

  /** Keycloak did not let the person in. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /** Signs in at level Substantial, or is known already. */
  public Tokens at(DemoPeople.Person person) {
    return at(person, SUBSTANTIAL);
  }

  /** Signs in at a level, or is known already at it. */
  public Tokens at(DemoPeople.Person person, String level) {
    return with(person, Map.of("claims", asking(level)));
  }

  /**
   * Proves anew who the person is, for signing.
   *
   * @param nonce comes back in the ID token
   */
  public Tokens anew(DemoPeople.Person person, String nonce) {
    return with(
        person,
        Map.of("claims", asking(SUBSTANTIAL), "prompt", "login", "max_age", "0", "nonce", nonce));
  }

  /**
   * Signs in with authorization parameters of one's own.
   *
   * @throws Refused when Keycloak shows an error or asks for something a demo person has not got
   */
  public Tokens with(DemoPeople.Person person, Map<String, String> parameters) {
    String verifier = randomText();
    Map<String, String> query = new LinkedHashMap<>(parameters);
    query.put("client_id", CLIENT);
    query.put("response_type", "code");
    query.putIfAbsent("scope", "openid organization:*");
    query.put("redirect_uri", REDIRECT);
    query.put("state", randomText());
    query.put("code_challenge", challenge(verifier));
    query.put("code_challenge_method", "S256");
    URI back = walkThroughPages(person, realm.resolve("auth?" + encoded(query)));
    return redeem(
        Map.of(
            "grant_type", "authorization_code",
            "client_id", CLIENT,
            "code", parameter(back, "code"),
            "redirect_uri", REDIRECT,
            "code_verifier", verifier));
  }

  /** Tokens of the same sign-in, made anew. */
  public Tokens again(Tokens tokens) {
    return redeem(
        Map.of(
            "grant_type", "refresh_token", "client_id", CLIENT, "refresh_token", tokens.refresh()));
  }

  /** The parameter {@code claims} that asks for a level, as the portal sends it. */
  public static String asking(String level) {
    return "{\"id_token\":{\"acr\":{\"values\":[\"" + level + "\"]}}}";
  }

  private URI walkThroughPages(DemoPeople.Person person, URI first) {
    Page page = fetch(first, null);
    for (int pages = 0; page.back() == null && pages < MOST_PAGES; pages++) {
      Matcher form = FORM.matcher(page.body());
      if (!form.find()) {
        throw new Refused("Keycloak shows a page without a form to " + person.username());
      }
      page = fetch(URI.create(form.group(1).replace("&amp;", "&")), answers(person, page.body()));
    }
    URI back = page.back();
    if (back == null) {
      throw new Refused("Keycloak does not let " + person.username() + " in");
    }
    return back;
  }

  private static Map<String, String> answers(DemoPeople.Person person, String page) {
    if (page.contains("name=\"SAMLResponse\"") || page.contains("NAME=\"SAMLResponse\"")) {
      return HIDDEN
          .matcher(page)
          .results()
          .collect(Collectors.toMap(field -> field.group(1), field -> field.group(2)));
    }
    if (page.contains("name=\"otp\"")) {
      return Map.of("otp", Totp.code(person.totpSecret(), Instant.now()));
    }
    return Map.of("username", person.username(), "password", person.password());
  }

  private record Page(String body, @org.jspecify.annotations.Nullable URI back) {}

  private Page fetch(URI first, @org.jspecify.annotations.Nullable Map<String, String> form) {
    URI uri = first;
    Map<String, String> fields = form;
    while (true) {
      HttpResponse<String> answer = send(uri, fields);
      answer.headers().allValues("set-cookie").forEach(cookies::take);
      int status = answer.statusCode();
      if (status != 302 && status != 303) {
        return new Page(answer.body(), null);
      }
      uri = uri.resolve(answer.headers().firstValue("location").orElseThrow());
      fields = null;
      if (uri.toString().startsWith(REDIRECT)) {
        return new Page("", uri);
      }
    }
  }

  private HttpResponse<String> send(
      URI uri, @org.jspecify.annotations.Nullable Map<String, String> form) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60));
    String cookie = cookies.header(uri);
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    if (form != null) {
      request
          .header("Content-Type", "application/x-www-form-urlencoded")
          .POST(HttpRequest.BodyPublishers.ofString(encoded(form)));
    }
    return send(request.build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Keycloak does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while signing in", e);
    }
  }

  private Tokens redeem(Map<String, String> proof) {
    HttpResponse<String> answer = send(realm.resolve("token"), proof);
    if (answer.statusCode() != 200) {
      throw new Refused("the token endpoint answers " + answer.statusCode() + " " + answer.body());
    }
    JsonNode tokens = JsonMapper.builder().build().readTree(answer.body());
    return new Tokens(
        tokens.path("access_token").asString(),
        tokens.path("id_token").asString(),
        tokens.path("refresh_token").asString());
  }

  private static String parameter(URI uri, String name) {
    for (String pair : uri.getRawQuery().split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    throw new Refused("Keycloak sent an error instead of a code: " + uri.getRawQuery());
  }

  static String encoded(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field ->
            field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private String randomText() {
    byte[] bytes = new byte[36];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
