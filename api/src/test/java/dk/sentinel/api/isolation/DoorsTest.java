package dk.sentinel.api.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dk.sentinel.api.ApiTest;
import dk.sentinel.api.ScriptedIssuer;
import dk.sentinel.compliance.tenancy.TenantId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.yaml.snakeyaml.Yaml;

/**
 * Promise 3, isolated: every door, every stranger. The doors are the operations of the API's own
 * description, what each visitor may expect stands in {@code infra/deploy/permissions.md}.
 */
final class DoorsTest extends ApiTest {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
  private static final String CLINICS = "/clinics/{clinicId}";
  private static final String NOT_FOUND = "https://sentinel.dk/problems/clinic-not-found";

  private final PermissionMatrix matrix = PermissionMatrix.read();
  private final Map<String, @Nullable String> tokens = new LinkedHashMap<>();
  private final ScriptedIssuer foreignRealm = ScriptedIssuer.start();
  private TestClinic own;
  private TestClinic foreign;
  private ScriptedIssuer.Person physiotherapist;

  @BeforeAll
  void visitors() {
    own = newClinic("99000007", "061010");
    foreign = newClinic("99000015", "061020");
    physiotherapist = member("Fie Fys", "physiotherapist");
    permit(own, physiotherapist);
    ScriptedIssuer.Person secretary = member("Sille Sekretær", "secretary");
    ScriptedIssuer.Person auditor = member("Rita Revisor", "auditor");
    tokens.put("nobody", null);
    tokens.put(
        "private person",
        issuer.access(
            own.owner(),
            claims ->
                claims
                    .claim("nemlogin.persistent_professional_id", null)
                    .claim("nemlogin.cvr", null)));
    tokens.put("owner", issuer.access(own.owner()));
    tokens.put("physiotherapist", issuer.access(physiotherapist));
    tokens.put("secretary", issuer.access(secretary));
    tokens.put("auditor", issuer.access(auditor));
    tokens.put("stranger", issuer.access(foreign.owner()));
    tokens.put("operator", issuer.access(operator));
    tokens.put("project editor", issuer.access(projectEditor));
    register("system-a");
    tokens.put("practice system", issuer.practiceSystem("system-a"));
  }

  private ScriptedIssuer.Person member(String name, String role) {
    ScriptedIssuer.Person person = ScriptedIssuer.Person.of(name, own.cvr(), false);
    post(
        own.owner(),
        own.path("/members"),
        role.equals("auditor")
            ? Map.of("professionalId", person.id(), "name", name, "role", role, "until", nextYear())
            : Map.of("professionalId", person.id(), "name", name, "role", role));
    return person;
  }

  private String nextYear() {
    return clock.instant().plus(Duration.ofDays(365)).toString().substring(0, 10);
  }

  @AfterAll
  void closeTheForeignRealm() {
    foreignRealm.close();
  }

  private Set<String> operations() {
    String yaml =
        Objects.requireNonNull(
            anonymous()
                .get()
                .uri("/openapi.yaml")
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    Map<?, ?> description = new Yaml().load(yaml);
    Set<String> operations = new TreeSet<>();
    ((Map<?, ?>) Objects.requireNonNull(description.get("paths")))
        .forEach((path, methods) ->
            ((Map<?, ?>) methods)
                .keySet().stream()
                    .map(String::valueOf)
                    .filter(METHODS::contains)
                    .forEach(
                        method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path)));
    return operations;
  }

  @Test
  void every_operation_has_a_row_and_every_row_an_operation() {
    assertThat(matrix.rows().keySet()).isEqualTo(operations());
    assertThat(matrix.visitors()).containsExactlyElementsOf(tokens.keySet());
  }

  @Test
  void everyone_gets_the_answer_of_the_table_at_the_own_clinic() {
    List<String> wrong = new ArrayList<>();
    matrix
        .rows()
        .forEach((operation, row) ->
            row.forEach((visitor, expected) -> {
              String answer = knock(operation, own.id().toString(), tokens.get(visitor));
              if (!answer.equals(expected)) {
                wrong.add(operation + " as " + visitor + ": " + answer + ", not " + expected);
              }
            }));
    assertThat(wrong).isEmpty();
  }

  @Test
  void nobody_gets_further_at_a_foreign_clinic_than_at_an_unknown_one() {
    List<String> wrong = new ArrayList<>();
    for (String operation : matrix.rows().keySet()) {
      if (!operation.contains(CLINICS)) {
        continue;
      }
      for (Map.Entry<String, @Nullable String> visitor : tokens.entrySet()) {
        String expected =
            switch (visitor.getKey()) {
              case "nobody" -> "401";
              case "private person", "practice system" -> "403";
              default -> "404";
            };
        // the stranger's own clinic is foreign to all others
        UUID clinic = visitor.getKey().equals("stranger") ? own.id() : foreign.id();
        for (String id : List.of(clinic.toString(), UUID.randomUUID().toString(), "1")) {
          String answer = knock(operation, id, visitor.getValue());
          if (!answer.equals(expected)) {
            wrong.add(operation + " as " + visitor.getKey() + " at " + id + ": " + answer);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void no_false_token_opens_a_door_or_leaves_a_trace_in_a_clinic() throws Exception {
    Set<String> closed = new TreeSet<>();
    matrix
        .rows()
        .forEach((operation, row) -> {
          if ("401".equals(row.get("nobody"))) {
            closed.add(operation);
          }
        });
    List<String> before = recorded(own.id());
    List<String> wrong = new ArrayList<>();
    for (Map.Entry<String, String> token : falseTokens().entrySet()) {
      for (String operation : closed) {
        String answer = knock(operation, own.id().toString(), token.getValue());
        if (!answer.equals("401")) {
          wrong.add(operation + " with " + token.getKey() + ": " + answer);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(recorded(own.id())).isEqualTo(before);
  }

  private Map<String, String> falseTokens() throws JOSEException, ParseException {
    ScriptedIssuer.Person owner = own.owner();
    String good = issuer.access(owner);
    JWTClaimsSet claims = SignedJWT.parse(good).getJWTClaimsSet();
    Map<String, String> tokens = new LinkedHashMap<>();
    tokens.put("no token at all", "");
    tokens.put("nonsense", "nonsense");
    tokens.put(
        "an expired token",
        issuer.access(owner, c -> c.expirationTime(Date.from(Instant.now().minusSeconds(300)))));
    tokens.put(
        "a token not valid yet",
        issuer.access(owner, c -> c.notBeforeTime(Date.from(Instant.now().plusSeconds(600)))));
    tokens.put("another audience", issuer.access(owner, c -> c.audience("account")));
    tokens.put("no audience", issuer.access(owner, c -> c.audience((String) null)));
    tokens.put("another issuer's name", issuer.access(owner, c -> c.issuer(foreignRealm.url())));
    tokens.put("a foreign realm", foreignRealm.access(owner));
    tokens.put(
        "a foreign realm in our name", foreignRealm.access(owner, c -> c.issuer(issuer.url())));
    tokens.put("another client", issuer.access(owner, c -> c.claim("azp", "account-console")));
    tokens.put("no client", issuer.access(owner, c -> c.claim("azp", null)));
    tokens.put("level Low", issuer.access(owner, c -> c.claim("acr", ScriptedIssuer.LOW)));
    tokens.put("no level", issuer.access(owner, c -> c.claim("acr", null)));
    tokens.put("an ID token", issuer.id(owner, "nonce"));
    tokens.put("alg none", new PlainJWT(claims).serialize());
    SignedJWT hmac =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(issuer.key().getKeyID()).build(),
            claims);
    hmac.sign(new MACSigner(issuer.key().toRSAPublicKey().getEncoded()));
    tokens.put("HS256 with the public key", hmac.serialize());
    String[] parts = good.split("\\.", -1);
    String otherCompany =
        new JWTClaimsSet.Builder(claims).claim("nemlogin.cvr", foreign.cvr()).build().toString();
    tokens.put(
        "another company written in",
        parts[0] + "." + Base64URL.encode(otherCompany) + "." + parts[2]);
    tokens.put("no signature", parts[0] + "." + parts[1] + ".");
    return tokens;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/clinics/%s/gates/",
        "//clinics/%s/gates",
        "/clinics//%s/gates",
        "/clinics/%s/./gates",
        "/clinics/x/../%s/gates",
        "/clinics/%s;a=b/gates",
        "/clinics/%s/gates;a=b",
        "/clinics/%s/%%67ates",
        "/clinics/%s%%2fgates",
        "/%%63linics/%s/gates",
        "/CLINICS/%s/gates",
        "/clinics/%s/GATES",
        "/clinics/%s%%00/gates",
        "/clinics/%s%%20/gates",
        "/clinics/{%s}/gates",
        "/clinics/%s/gates?clinicId=OWN",
        "/clinics/%s/gates.json",
        "/me/../clinics/%s/gates",
        "/fhir/../clinics/%s/gates",
        "/openapi.yaml/../clinics/%s/gates",
        "/log/key/../../clinics/%s/gates"
      })
  void no_trick_with_the_path_leads_a_stranger_in(String pattern) {
    for (String id :
        List.of(
            own.id().toString(),
            own.id().toString().toUpperCase(Locale.ROOT),
            own.id().toString().replace("-", ""))) {
      URI uri =
          URI.create(
              address()
                  + pattern
                      .formatted(id)
                      .replace("OWN", foreign.id().toString())
                      .replace("{", "%7B")
                      .replace("}", "%7D"));
      for (ScriptedIssuer.Person person : List.of(foreign.owner(), operator)) {
        EntityExchangeResult<byte[]> answer =
            as(person).get().uri(uri).exchange().expectBody().returnResult();
        assertThat(answer.getStatus().isError()).as(uri.getPath()).isTrue();
        assertThat(body(answer)).doesNotContain("\"gate\"", own.cvr());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Original-URL",
        "X-Rewrite-URL",
        "X-Forwarded-Prefix",
        "X-Forwarded-Path",
        "X-HTTP-Method-Override",
        "X-Forwarded-User",
        "X-Clinic-Id"
      })
  void no_header_leads_a_stranger_in(String header) {
    for (String value : List.of(own.path("/gates"), "/clinics", own.id().toString(), "GET")) {
      EntityExchangeResult<byte[]> answer =
          as(foreign.owner())
              .get()
              .uri(own.path("/gates"))
              .header(header, value)
              .exchange()
              .expectBody()
              .returnResult();
      assertThat(answer.getStatus().value()).as(header + ": " + value).isEqualTo(404);
    }
  }

  @Test
  void a_look_at_the_head_alone_passes_the_same_door() {
    for (String operation : matrix.rows().keySet()) {
      if (operation.startsWith("GET " + CLINICS)) {
        String path = filled(operation, own.id().toString());
        as(foreign.owner()).head().uri(path).exchange().expectStatus().isNotFound();
        anonymous().head().uri(path).exchange().expectStatus().isUnauthorized();
      }
    }
  }

  @Test
  void every_refusal_at_a_clinics_door_is_recorded() {
    int foreignLooks = recorded(TenantId.PLATFORM.value()).size();
    int ownLooks = recorded(own.id()).size();
    knock("GET " + CLINICS + "/audit/entries", own.id().toString(), tokens.get("stranger"));
    knock("GET " + CLINICS + "/audit/entries", own.id().toString(), tokens.get("physiotherapist"));

    assertThat(recorded(TenantId.PLATFORM.value()))
        .hasSize(foreignLooks + 1)
        .endsWith("access.refuse refused");
    assertThat(recorded(own.id())).hasSize(ownLooks + 1).endsWith("access.refuse refused");
    assertThat(entries(own.id()).getLast()).contains(physiotherapist.id());
  }

  /** What the door says: yes, or the status it turns away with. */
  private String knock(String operation, String clinic, @Nullable String token) {
    int space = operation.indexOf(' ');
    HttpMethod method = HttpMethod.valueOf(operation.substring(0, space));
    WebTestClient.RequestBodySpec request =
        anonymous().method(method).uri(filled(operation, clinic));
    if (token != null) {
      request.header(HttpHeaders.AUTHORIZATION, "Bearer " + token);
    }
    if (!method.equals(HttpMethod.GET)) {
      request.contentType(MediaType.APPLICATION_JSON).bodyValue("{}");
    }
    EntityExchangeResult<byte[]> answer = request.exchange().expectBody().returnResult();
    int status = answer.getStatus().value();
    if (status == 404 && !body(answer).contains(NOT_FOUND)) {
      return "yes";
    }
    assertThat(status).as(operation).isLessThan(500);
    return Set.of(401, 403, 404).contains(status) ? Integer.toString(status) : "yes";
  }

  static String filled(String operation, String clinic) {
    return operation
        .substring(operation.indexOf(' ') + 1)
        .replace("{clinicId}", clinic)
        .replace("{code}", "diagnosekodning")
        .replace("{position}", "0")
        .replace("{person}", "nobody")
        .replace("{role}", "auditor")
        .replace("{system}", "system-a")
        .replace("{ydernummer}", "061010")
        .replace("{organization}", clinic)
        .replace("{subProcessor}", clinic)
        .replace("{number}", "000000")
        .replace("{validFrom}", "2020-01-01")
        .replace("{place}", "0/000.p/1")
        .replaceAll("\\{[a-zA-Z]+}", "nothing");
  }

  private static String body(EntityExchangeResult<byte[]> answer) {
    byte[] body = answer.getResponseBody();
    return body == null ? "" : new String(body, StandardCharsets.UTF_8);
  }
}
