package dk.sentinel.api.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import dk.sentinel.api.ScriptedIssuer;
import dk.sentinel.compliance.tenancy.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

/** Who asks too much is told so, in time, and nobody else notices. */
final class LimitsTest extends ApiTest {
  private static final Duration PAUSE = Duration.ofMillis(150);

  @Override
  protected List<String> limits() {
    return List.of(
        "sentinel.limits.person.requests=40",
        "sentinel.limits.person.window=1h",
        "sentinel.limits.clinic.requests=25",
        "sentinel.limits.clinic.window=1h",
        "sentinel.limits.practice-system.requests=20",
        "sentinel.limits.practice-system.window=1h",
        "sentinel.limits.practice-system.at-once=1",
        "sentinel.limits.practice-system.refusal-pause=" + PAUSE.toMillis() + "ms",
        "sentinel.limits.delivery.requests=5",
        "sentinel.limits.delivery.window=1h");
  }

  @Override
  protected int managementPort() {
    return 0;
  }

  private EntityExchangeResult<String> look(ScriptedIssuer.Person person, String path) {
    return as(person).get().uri(path).exchange().expectBody(String.class).returnResult();
  }

  @Test
  void a_person_who_asks_too_much_is_told_when_to_come_again() {
    ScriptedIssuer.Person person = ScriptedIssuer.Person.of("Ivrig", "99000007", true);
    EntityExchangeResult<String> first = look(person, "/me");
    assertThat(first.getStatus().value()).isEqualTo(200);
    assertThat(first.getResponseHeaders().getFirst("RateLimit-Policy"))
        .isEqualTo("\"person\";q=40;w=3600, \"person-at-once\";q=12;qu=\"concurrent-requests\"");
    assertThat(first.getResponseHeaders().getFirst("RateLimit")).isEqualTo("\"person\";r=39;t=90");
    for (int i = 1; i < 40; i++) {
      assertThat(look(person, "/me").getStatus().value()).isEqualTo(200);
    }
    EntityExchangeResult<String> refused = look(person, "/me");
    assertThat(refused.getStatus().value()).isEqualTo(429);
    HttpHeaders headers = refused.getResponseHeaders();
    assertThat(headers.getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(Integer.parseInt(Objects.requireNonNull(headers.getFirst("Retry-After"))))
        .isBetween(80, 90);
    assertThat(headers.getFirst("RateLimit")).startsWith("\"person\";r=0;t=");
    assertThat(refused.getResponseBody())
        .contains("/problems/too-many-requests", "\"violated-policies\":[\"person\"]")
        .doesNotContain(person.id());
    ScriptedIssuer.Person other = ScriptedIssuer.Person.of("Anden", "99000015", true);
    assertThat(look(other, "/me").getStatus().value()).isEqualTo(200);
  }

  @Test
  void a_stranger_who_tries_clinic_after_clinic_is_stopped_before_it_is_recorded() {
    ScriptedIssuer.Person stranger = ScriptedIssuer.Person.of("Nysgerrig", "99000023", true);
    int before = recorded(TenantId.PLATFORM.value()).size();
    for (int i = 0; i < 120; i++) {
      look(stranger, "/clinics/" + UUID.randomUUID() + "/gates");
    }
    assertThat(recorded(TenantId.PLATFORM.value())).hasSize(before + 40);
  }

  @Test
  void the_people_of_a_clinic_share_its_quota_and_the_neighbour_has_its_own() {
    TestClinic clinic = newClinic("99000031", "061010");
    TestClinic neighbour = newClinic("99000058", "061020");
    int refused = 0;
    for (int i = 0; i < 26; i++) {
      EntityExchangeResult<String> answer = look(clinic.owner(), clinic.path("/gates"));
      if (answer.getStatus().value() == 429) {
        refused++;
        assertThat(answer.getResponseBody()).contains("\"violated-policies\":[\"clinic\"]");
        assertThat(answer.getResponseHeaders().get("RateLimit")).hasSize(2);
      }
    }
    assertThat(refused).isOne();
    assertThat(look(neighbour.owner(), neighbour.path("/gates")).getStatus().value())
        .isEqualTo(200);
    assertThat(metrics())
        .contains("sentinel_limits_refused_total{policy=\"clinic\"}")
        .doesNotContain(clinic.id().toString(), clinic.owner().id());
  }

  @Test
  void a_practice_system_gets_an_operation_outcome() {
    TestClinic clinic = newClinic("99000066", "061030");
    activate(clinic, "eager-journal");
    for (int i = 0; i < 5; i++) {
      assertThat(send("eager-journal", clinic).getStatus().value()).isEqualTo(422);
    }
    long asked = System.nanoTime();
    EntityExchangeResult<String> refused = send("eager-journal", clinic);
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThanOrEqualTo(PAUSE);
    assertThat(refused.getStatus().value()).isEqualTo(429);
    assertThat(String.valueOf(refused.getResponseHeaders().getContentType()))
        .startsWith("application/fhir+json");
    assertThat(refused.getResponseHeaders().getFirst("Retry-After")).isNotNull();
    assertThat(refused.getResponseBody())
        .contains("\"resourceType\":\"OperationOutcome\"", "\"code\":\"throttled\"");
    assertThat(recorded(clinic.id()).stream().filter(each -> each.startsWith("journal")))
        .hasSize(5);
  }

  @Test
  void one_clinics_deliveries_leave_the_systems_other_clinics_their_own() {
    TestClinic busy = newClinic("99000074", "061040");
    TestClinic calm = newClinic("99000082", "061050");
    activate(busy, "wide-journal");
    activate(calm, "wide-journal");
    for (int i = 0; i < 8; i++) {
      send("wide-journal", busy);
    }
    assertThat(send("wide-journal", busy).getStatus().value()).isEqualTo(429);
    assertThat(send("wide-journal", calm).getStatus().value()).isEqualTo(422);
  }

  /** Who is about to be told of a refusal holds no place: one place is all that this system has. */
  @Test
  void a_refusal_that_waits_is_in_nobodys_way() throws Exception {
    TestClinic busy = newClinic("99000090", "061060");
    TestClinic calm = newClinic("99000104", "061070");
    activate(busy, "paused-journal");
    activate(calm, "paused-journal");
    for (int i = 0; i < 5; i++) {
      send("paused-journal", busy);
    }
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<List<Integer>> refused =
          other.submit(() ->
              IntStream.range(0, 5)
                  .mapToObj(each -> send("paused-journal", busy).getStatus().value())
                  .toList());
      boolean taken = false;
      while (!taken && !refused.isDone()) {
        taken = send("paused-journal", calm).getStatus().value() == 422;
      }
      assertThat(taken).isTrue();
      assertThat(refused.get()).containsOnly(429);
    }
  }

  /** Whoever has an answer has the place back that it took: one place is all that these have. */
  @Test
  void a_system_that_keeps_to_what_it_may_at_once_is_never_refused() {
    for (int i = 0; i < 8; i++) {
      String system = "patient-journal-" + i;
      register(system);
      for (int request = 0; request < 20; request++) {
        assertThat(askToSend(system)).isEqualTo(400);
      }
      assertThat(askToSend(system)).as("its hour's quota").isEqualTo(429);
    }
  }

  private int askToSend(String system) {
    return as(issuer.practiceSystem(system))
        .post()
        .uri("/practice-system/activations")
        .bodyValue(Map.of())
        .exchange()
        .returnResult(Void.class)
        .getStatus()
        .value();
  }

  /** A body that never ends holds the one place; the next request is refused unread. */
  @Test
  void a_slow_body_holds_its_place_and_gives_it_back() throws Exception {
    register("slow-journal");
    URI api = URI.create(address());
    String head =
        "POST /fhir HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
                .formatted(issuer.practiceSystem("slow-journal"))
            + "Content-Type: application/fhir+json\r\nContent-Length: 1000\r\n";
    try (Socket slow = new Socket(api.getHost(), api.getPort())) {
      OutputStream out = slow.getOutputStream();
      out.write((head + "Expect: 100-continue\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
      assertThat(firstBytes(slow.getInputStream())).as("has its place").contains(" 100 ");
      out.write('{');
      out.flush();
      String answer = "";
      for (int i = 0; i < 50 && !answer.contains(" 429 "); i++) {
        try (Socket second = new Socket(api.getHost(), api.getPort())) {
          second.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
          second.getOutputStream().flush();
          second.setSoTimeout(200);
          answer = firstBytes(second.getInputStream());
        }
      }
      assertThat(answer).contains(" 429 ");
    }
    int status = 429;
    for (int i = 0; i < 100 && status == 429; i++) {
      Thread.sleep(50);
      status = askToSend("slow-journal");
    }
    assertThat(status).isEqualTo(400);
  }

  private static String firstBytes(InputStream in) throws IOException {
    byte[] bytes = new byte[200];
    try {
      int read = in.read(bytes);
      return read < 0 ? "" : new String(bytes, 0, read, StandardCharsets.US_ASCII);
    } catch (SocketTimeoutException nothingYet) {
      return "";
    }
  }

  private EntityExchangeResult<String> send(String system, TestClinic clinic) {
    return as(issuer.practiceSystem(system))
        .post()
        .uri("/fhir")
        .contentType(MediaType.valueOf("application/fhir+json"))
        .bodyValue(
            """
            {"resourceType":"Bundle","type":"collection","entry":[{"resource":
             {"resourceType":"Organization","id":"o","identifier":[
              {"system":"urn:oid:1.2.208.176.1.4","value":"%s"}]}}]}
            """
                .formatted(clinic.ydernummer()))
        .exchange()
        .expectBody(String.class)
        .returnResult();
  }
}
