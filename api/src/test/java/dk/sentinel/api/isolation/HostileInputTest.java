package dk.sentinel.api.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.yaml.snakeyaml.Yaml;

/**
 * Promise 3, isolated: hostile words in every place where the API reads one, as the person who may
 * use the door. Nothing breaks, nothing is repeated in an answer, nothing reaches a neighbour.
 */
final class HostileInputTest extends ApiTest {
  private static final List<String> WORDS =
      List.of(
          "'; drop table tenancy.clinic; --",
          "' or '1'='1",
          "1) union select canonical from audit.entry --",
          "${jndi:ldap://127.0.0.1/x}",
          "#{T(java.lang.Runtime).getRuntime().exec('id')}",
          "<script>alert(1)</script>",
          "=HYPERLINK(\"http://evil.example\")",
          "../../../../etc/passwd",
          "x\r\nSet-Cookie: hostile=1",
          "nul\u0000byte",
          "\ud83d\udc7e\u202e\ufeff",
          "9".repeat(400),
          "-1",
          "NaN",
          "null",
          "{\"$ne\":null}",
          "*",
          "_all");
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-zA-Z]+)}");

  private TestClinic own;
  private TestClinic foreign;
  private String owner;
  private Map<?, ?> paths = Map.of();

  @BeforeAll
  void clinics() {
    own = newClinic("99000007", "061010");
    foreign = newClinic("99000015", "061020");
    owner = issuer.access(own.owner());
    Map<?, ?> description =
        new Yaml()
            .load(
                Objects.requireNonNull(
                    anonymous()
                        .get()
                        .uri("/openapi.yaml")
                        .exchange()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody()));
    paths = (Map<?, ?>) Objects.requireNonNull(description.get("paths"));
  }

  @Test
  void a_hostile_word_in_a_path_or_a_parameter_breaks_nothing_and_is_not_repeated() {
    List<String> wrong = new ArrayList<>();
    for (String operation : operations()) {
      for (String place : places(operation)) {
        for (String word : WORDS) {
          EntityExchangeResult<byte[]> answer = send(operation, place, word);
          int status = answer.getStatus().value();
          // a page of the log may show what somebody looked for
          boolean repeated = status >= 400 && word.length() > 5 && body(answer).contains(word);
          boolean planted = answer.getResponseHeaders().getFirst("Set-Cookie") != null;
          if (status >= 500 || repeated || planted) {
            wrong.add(operation + " " + place + " <- " + word + ": " + status);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    get(own.owner(), own.path(""));
    get(foreign.owner(), foreign.path(""));
  }

  @Test
  void a_body_that_names_another_clinic_another_person_or_another_role_reaches_neither() {
    Map<?, ?> before = get(foreign.owner(), foreign.path("/gates"));
    int entries = entries(foreign.id()).size();
    Map<String, Object> hostile =
        Map.of(
            "clinicId", foreign.id(),
            "clinic_id", foreign.id(),
            "tenant", foreign.id(),
            "cvr", foreign.cvr(),
            "professionalId", foreign.owner().id(),
            "actor", Map.of("id", foreign.owner().id(), "role", "operator"),
            "roles", List.of("operator", "owner"),
            "platformRoles", List.of("OPERATOR"),
            "addedAt", "1970-01-01T00:00:00Z",
            "id", UUID.randomUUID());
    for (String operation : operations()) {
      if (!operation.startsWith("GET") && operation.contains("/clinics/{clinicId}")) {
        WebTestClient.RequestBodySpec request =
            as(owner).method(method(operation)).uri(filled(operation));
        EntityExchangeResult<byte[]> answer =
            request
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(hostile)
                .exchange()
                .expectBody()
                .returnResult();
        assertThat(answer.getStatus().value()).as(operation).isLessThan(500);
        assertThat(body(answer)).as(operation).doesNotContain(foreign.id().toString());
      }
    }
    assertThat(get(foreign.owner(), foreign.path("/gates"))).isEqualTo(before);
    assertThat(entries(foreign.id()).subList(entries, entries(foreign.id()).size()))
        .allMatch(entry -> entry.contains(foreign.owner().id()));
    assertThat(get(own.owner(), "/me").toString()).doesNotContain("operator");
  }

  @Test
  void no_cache_keeps_what_is_a_clinics_and_no_entity_tag_opens_a_door() {
    for (String operation : operations()) {
      if (!operation.startsWith("GET /clinics/{clinicId}")) {
        continue;
      }
      String path = filled(operation);
      EntityExchangeResult<byte[]> answer =
          as(owner).get().uri(path).exchange().expectBody().returnResult();
      assertThat(answer.getResponseHeaders().getCacheControl())
          .as(operation)
          .matches(policy ->
              policy != null && (policy.contains("no-store") || policy.contains("private")));
      for (String tag :
          List.of("*", Objects.toString(answer.getResponseHeaders().getETag(), "\"1\""))) {
        as(foreign.owner())
            .get()
            .uri(path)
            .header("If-None-Match", tag)
            .header("If-Match", tag)
            .exchange()
            .expectStatus()
            .isNotFound();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4\r\nContent-Length: 40\r\n\r\nabcd",
        "Content-Length: +4\r\n\r\nabcd",
        "Content-Length: 4, 5\r\n\r\nabcd",
        "Content-Length : 4\r\n\r\nabcd",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\nabcd\r\n0\r\n\r\n",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "X: a\u0000b\r\nContent-Length: 0\r\n\r\n"
      })
  void a_request_that_two_servers_could_read_differently_is_refused(String rest)
      throws IOException {
    String smuggled = "GET /log/key HTTP/1.1\r\nHost: localhost\r\n\r\n";
    String answer =
        raw(
            "POST /clinics HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n"
                + rest
                + smuggled);
    assertThat(answer).matches("(?s)HTTP/1\\.1 40[01] .*");
    assertThat(answer.split("HTTP/1\\.1 ", -1)).as("nothing after it is answered").hasSize(2);
  }

  /** Sends bytes as they are; what comes back until the server closes or is silent. */
  private String raw(String request) throws IOException {
    URI api = URI.create(address());
    try (Socket socket = new Socket(api.getHost(), api.getPort())) {
      socket.setSoTimeout(2_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      StringBuilder answer = new StringBuilder();
      byte[] buffer = new byte[8192];
      try {
        for (int read; (read = socket.getInputStream().read(buffer)) >= 0; ) {
          answer.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
        }
      } catch (SocketTimeoutException silent) {
        return answer.toString();
      }
      return answer.toString();
    }
  }

  private Set<String> operations() {
    return PermissionMatrix.read().rows().keySet();
  }

  /** The path variables and the query parameters of an operation. */
  private Set<String> places(String operation) {
    Set<String> places = new LinkedHashSet<>();
    Matcher variable = VARIABLE.matcher(operation);
    while (variable.find()) {
      places.add(variable.group(1));
    }
    Map<?, ?> methods = (Map<?, ?>) paths.get(operation.substring(operation.indexOf(' ') + 1));
    if (methods != null
        && methods.get(method(operation).name().toLowerCase(Locale.ROOT)) instanceof Map<?, ?> one
        && one.get("parameters") instanceof List<?> parameters) {
      for (Object parameter : parameters) {
        if (parameter instanceof Map<?, ?> described && "query".equals(described.get("in"))) {
          places.add("?" + described.get("name"));
        }
      }
    }
    return places;
  }

  private EntityExchangeResult<byte[]> send(String operation, String place, String word) {
    String encoded = URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20");
    String path =
        place.startsWith("?")
            ? filled(operation) + place + "=" + encoded
            : filled(operation.replace("{" + place + "}", encoded));
    WebTestClient.RequestBodySpec request =
        as(owner).method(method(operation)).uri(URI.create(address() + path));
    if (!operation.startsWith("GET")) {
      request.contentType(MediaType.APPLICATION_JSON).bodyValue("{}");
    }
    return request.exchange().expectBody().returnResult();
  }

  private String filled(String operation) {
    return DoorsTest.filled(operation, own.id().toString());
  }

  private static HttpMethod method(String operation) {
    return HttpMethod.valueOf(operation.substring(0, operation.indexOf(' ')));
  }

  private static String body(EntityExchangeResult<byte[]> answer) {
    byte[] body = answer.getResponseBody();
    return body == null ? "" : new String(body, StandardCharsets.UTF_8);
  }
}
