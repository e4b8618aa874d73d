package dk.sentinel.api;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.infra.testing.TestDatabase;
import dk.sentinel.infra.testing.TestServers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Starts the whole API on a free port for a test class, on a database of its own. Tokens come from
 * a {@link ScriptedIssuer} unless the class says otherwise. Both clocks can be moved; they are set
 * back after each test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ApiTest {
  /** Signs tokens for this test class. */
  protected final ScriptedIssuer issuer = ScriptedIssuer.start();

  /** The person who may create clinics. */
  protected final ScriptedIssuer.Person operator =
      new ScriptedIssuer.Person(
          "11111111-1111-4111-8111-111111111111", "Olga Operatør", "99000147", false, "session-o");

  /** The person who signs for the operator. */
  protected final ScriptedIssuer.Person representative =
      new ScriptedIssuer.Person(
          "33333333-3333-4333-8333-333333333333", "Rigmor Direktør", "99000147", true, "session-r");

  /** The person who defines projects. */
  protected final ScriptedIssuer.Person projectEditor =
      new ScriptedIssuer.Person(
          "22222222-2222-4222-8222-222222222222", "Edith Editor", "99000147", false, "session-e");

  /** The business time as the API sees it. */
  protected final SettableClock clock = new SettableClock();

  /** The machine's time as the API sees it. */
  protected final SettableClock wallClock = new SettableClock();

  /** Looks through everything this test class has stored when it is done. */
  protected final StoredTextScan scan = new StoredTextScan();

  private final Set<String> registered = ConcurrentHashMap.newKeySet();
  private final String indices = "test-" + UUID.randomUUID() + "-";
  private @Nullable TestDatabase database;
  private @Nullable ReactiveWebServerApplicationContext api;

  /** Whose tokens the API takes. */
  protected String issuerUrl() {
    return issuer.url();
  }

  /** Further settings of the API for this test class, such as {@code sentinel.x=y}. */
  protected List<String> settings() {
    return List.of();
  }

  /** How much may be asked: as good as everything, unless a class asks for less. */
  protected List<String> limits() {
    List<String> limits = new ArrayList<>();
    for (String each : List.of("person", "clinic", "practice-system", "delivery", "open")) {
      limits.add("sentinel.limits." + each + ".requests=1000000");
      limits.add("sentinel.limits." + each + ".at-once=1000");
    }
    return limits;
  }

  /** Where the API looks for OpenSearch. */
  protected String openSearch() {
    return TestServers.running().openSearchUrl();
  }

  /**
   * Where the API looks for Keycloak's admin interface: nowhere, unless a class asks for {@link
   * #realKeycloak}, because what it keeps there is shared by all that run.
   */
  protected List<String> keycloak() {
    return List.of("sentinel.keycloak.url=http://127.0.0.1:9");
  }

  /** The settings with which the API keeps the realm of the running Keycloak. */
  protected static List<String> realKeycloak() {
    TestServers servers = TestServers.running();
    return List.of(
        "sentinel.keycloak.url=" + servers.keycloakUrl(),
        "sentinel.keycloak.secret=" + servers.get("keycloak.provisioning.secret"));
  }

  /** The port of the metrics: 0 for a free one; none unless a class asks. */
  protected int managementPort() {
    return -1;
  }

  @BeforeAll
  void startApi() throws Exception {
    TestDatabase fresh = TestDatabase.empty();
    database = fresh;
    Path keys = Files.createTempDirectory("sentinel-keys");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "server.port=0",
                "management.server.port=" + managementPort(),
                "sentinel.environment=test",
                "sentinel.issuer=" + issuerUrl(),
                "sentinel.database.host=" + fresh.host(),
                "sentinel.database.port=" + fresh.port(),
                "sentinel.database.name=" + fresh.name(),
                "sentinel.database.pool-size=6",
                "sentinel.opensearch.url=" + openSearch(),
                "sentinel.opensearch.prefix=" + indices,
                "sentinel.keys.directory=" + keys,
                "sentinel.platform.operators=" + operator.id() + "," + representative.id(),
                "sentinel.platform.project-editors=" + projectEditor.id()));
    for (String role : List.of("owner", "app", "sequencer", "directory", "statistics", "eraser")) {
      arguments.add("sentinel.database." + role + "-password=" + TestDatabase.PASSWORD);
    }
    arguments.addAll(keycloak());
    arguments.addAll(limits());
    arguments.addAll(settings());
    api =
        (ReactiveWebServerApplicationContext)
            new SpringApplicationBuilder(SentinelApi.class)
                .initializers(
                    context -> context.getBeanFactory().registerSingleton("runningTest", this))
                .sources(TestClocks.class)
                .run(arguments.stream().map(each -> "--" + each).toArray(String[]::new));
    if (publishes()) {
      publish(Map.of());
    }
  }

  /** Whether there is an agreement to sign before the first test. */
  protected boolean publishes() {
    return issuerUrl().equals(issuer.url());
  }

  /** The operator brings a version and its representative signs it. */
  protected final void publish(Map<String, Object> version) {
    post(representative, "/agreement-versions", version);
    Map<?, ?> intent =
        post(
            representative,
            "/agreement-versions/draft/signing-intents",
            Map.of(
                "sha256",
                required(get(representative, "/agreement-versions/draft").get("sha256"))));
    post(
        representative,
        "/agreement-versions/draft/signatures",
        Map.of(
            "intentId",
            required(intent.get("intentId")),
            "idToken",
            issuer.id(representative, required(intent.get("nonce")).toString())));
  }

  @AfterAll
  void stopApi() throws Exception {
    if (api != null) {
      api.close();
      removeIndices();
    }
    issuer.close();
    callerThreads.dispose();
    if (database != null) {
      try (TestDatabase used = database;
          Connection connection = used.connectAsSuperuser()) {
        assertThat(scan.findings(connection)).as("what may not be stored").isEmpty();
      }
    }
  }

  private void removeIndices() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (String kind : List.of("_data_stream", "_index_template")) {
        http.send(
            HttpRequest.newBuilder(
                    URI.create(
                        "%s/%s/%saudit"
                            .formatted(TestServers.running().openSearchUrl(), kind, indices)))
                .DELETE()
                .build(),
            HttpResponse.BodyHandlers.discarding());
      }
    }
  }

  @AfterEach
  void setClocksBack() {
    clock.set(Duration.ZERO);
    wallClock.set(Duration.ZERO);
  }

  /** The database behind the API. */
  protected final TestDatabase database() {
    return required(database);
  }

  /** A bean of the running API. */
  protected final <T> T bean(Class<T> type) {
    return required(api).getBean(type);
  }

  /** The routes of the running API. */
  protected final Map<RequestMappingInfo, HandlerMethod> routes() {
    return required(api)
        .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods();
  }

  /** Where the API listens. */
  protected final String address() {
    return "http://127.0.0.1:" + required(required(api).getWebServer()).getPort();
  }

  /** Threads and connections of this test class only: nothing that an earlier class left behind. */
  private final LoopResources callerThreads = LoopResources.create("test-caller");

  private final ReactorClientHttpConnector caller =
      new ReactorClientHttpConnector(
          reactor.netty.http.client.HttpClient.create(ConnectionProvider.newConnection())
              .runOn(callerThreads));

  /** The metrics as text, where a class asked for a port of them. */
  protected final String metrics() {
    String port = required(api).getEnvironment().getProperty("local.management.port");
    return Objects.requireNonNull(
        WebTestClient.bindToServer(caller)
            .baseUrl("http://localhost:" + port)
            .build()
            .get()
            .uri("/actuator/prometheus")
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody(String.class)
            .returnResult()
            .getResponseBody());
  }

  /** Calls the API without a token. */
  protected final WebTestClient anonymous() {
    return WebTestClient.bindToServer(caller)
        .baseUrl(address())
        .responseTimeout(Duration.ofSeconds(60))
        .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(16 << 20))
        .build();
  }

  /** Calls the API with an access token. */
  protected final WebTestClient as(String accessToken) {
    return anonymous()
        .mutate()
        .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + accessToken)
        .build();
  }

  /** Calls the API as a person. */
  protected final WebTestClient as(ScriptedIssuer.Person person) {
    scan.name(person.name());
    return as(issuer.access(person));
  }

  /** Calls the API as a practice system that is registered. */
  protected final WebTestClient asPracticeSystem(String client) {
    register(client);
    return as(issuer.practiceSystem(client));
  }

  /** Registers a practice system, for all kinds of data; nothing when it is registered. */
  protected final void register(String client) {
    if (registered.add(client)) {
      post(operator, "/practice-systems", systemRequest(client));
    }
  }

  /** What the operator sends to register a practice system. */
  protected static Map<String, Object> systemRequest(String client) {
    return Map.of(
        "systemId",
        client,
        "name",
        "Journal " + client,
        "vendor",
        "Systemhuset " + client,
        "vendorCvr",
        "99000155",
        "kinds",
        List.of("Patient", "Condition", "Encounter", "Procedure", "ServiceRequest"));
  }

  /** A clinic that exists. */
  public record TestClinic(UUID id, String cvr, String ydernummer, ScriptedIssuer.Person owner) {
    /** A path below this clinic. */
    public String path(String rest) {
      return "/clinics/" + id + rest;
    }
  }

  /** Registers a clinic whose owner may represent it; all its gates are closed. */
  protected final TestClinic newClinic(String cvr, String ydernummer) {
    ScriptedIssuer.Person owner = ScriptedIssuer.Person.of("Ågot Ejer", cvr, true);
    Map<?, ?> created =
        required(
            as(owner)
                .post()
                .uri("/clinics")
                .bodyValue(clinicRequest(cvr, ydernummer))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody());
    UUID id = UUID.fromString(Objects.requireNonNull(created.get("clinicId")).toString());
    return new TestClinic(id, cvr, ydernummer, owner);
  }

  /** CVR numbers between two numbers, with a check digit that holds (modulus 11). */
  protected static List<String> companies(int first, int end) {
    return IntStream.range(first, end).filter(ApiTest::isCvr).mapToObj(Integer::toString).toList();
  }

  private static boolean isCvr(int number) {
    int sum = 0;
    for (int at = 0, rest = number; at < 8; at++, rest /= 10) {
      sum += rest % 10 * (at < 7 ? at + 1 : 2);
    }
    return sum % 11 == 0;
  }

  /** What an owner states to make a company a clinic. */
  protected static Map<String, Object> clinicRequest(String cvr, String ydernummer) {
    return Map.of(
        "name",
        "Ærø Fysioterapi " + cvr,
        "ydernumre",
        List.of(
            Map.of(
                "number",
                ydernummer,
                "speciality",
                "51",
                "region",
                "DK-83",
                "validFrom",
                "2020-01-01")));
  }

  /** Opens the first gate: the system asks, the owner confirms. */
  protected final void activate(TestClinic clinic, String system) {
    ask(clinic, system);
    decide(clinic, system, "confirmation");
  }

  /** The owner's decision about a practice system: confirmation, refusal or stop. */
  protected final Map<?, ?> decide(TestClinic clinic, String system, String decision) {
    return post(
        clinic.owner(),
        clinic.path("/practice-systems/%s/%s/%s".formatted(system, clinic.ydernummer(), decision)),
        Map.of());
  }

  /** A practice system asks to send for the clinic. */
  protected final void ask(TestClinic clinic, String system) {
    asPracticeSystem(system)
        .post()
        .uri("/practice-system/activations")
        .bodyValue(Map.of("cvr", clinic.cvr(), "ydernummer", clinic.ydernummer()))
        .exchange()
        .expectStatus()
        .isCreated();
  }

  /** Opens the second gate, by the owner. */
  protected final void sign(TestClinic clinic) {
    sign(clinic, "/agreement");
  }

  private void sign(TestClinic clinic, String document) {
    Map<?, ?> read = get(clinic.owner(), clinic.path(document));
    Map<?, ?> intent =
        post(
            clinic.owner(),
            clinic.path(document + "/signing-intents"),
            Map.of("sha256", Objects.requireNonNull(read.get("sha256"))));
    String nonce = Objects.requireNonNull(intent.get("nonce")).toString();
    post(
        clinic.owner(),
        clinic.path(document + "/signatures"),
        Map.of(
            "intentId",
            Objects.requireNonNull(intent.get("intentId")),
            "idToken",
            issuer.id(clinic.owner(), nonce)));
  }

  /** Opens the third gate, by the owner. */
  protected final void consent(TestClinic clinic) {
    sign(clinic, "/consent");
  }

  /** Opens the fourth gate, by the owner. */
  protected final void enrol(TestClinic clinic) {
    post(clinic.owner(), clinic.path("/projects/diagnosekodning/enrolment"), Map.of());
  }

  /** Lets the owner permit somebody to work with figures, for a year. */
  protected final Map<?, ?> permit(TestClinic clinic, ScriptedIssuer.Person person) {
    return post(
        clinic.owner(),
        clinic.path("/permissions"),
        Map.of(
            "professionalId",
            person.id(),
            "authorisation",
            "0B1C2",
            "criteria",
            List.of("treating"),
            "to",
            clock.instant().plus(Duration.ofDays(365)).toString().substring(0, 10)));
  }

  /** Reads a JSON object. */
  protected final Map<?, ?> get(ScriptedIssuer.Person person, String path) {
    return required(
        as(person)
            .get()
            .uri(path)
            .exchange()
            .expectStatus()
            .is2xxSuccessful()
            .expectBody(Map.class)
            .returnResult()
            .getResponseBody());
  }

  /** Sends a JSON object and expects success. */
  protected final Map<?, ?> post(ScriptedIssuer.Person person, String path, Object body) {
    return required(
        as(person)
            .post()
            .uri(path)
            .bodyValue(body)
            .exchange()
            .expectStatus()
            .is2xxSuccessful()
            .expectBody(Map.class)
            .returnResult()
            .getResponseBody());
  }

  /** The audit entries of a clinic in the order they were recorded: action and outcome. */
  protected final List<String> recorded(UUID clinic) {
    return entries(clinic).stream()
        .map(entry -> field(entry, "action") + " " + field(entry, "outcome"))
        .toList();
  }

  /** The audit entries of a clinic in the order they were recorded, as canonical JSON. */
  protected final List<String> entries(UUID clinic) {
    try (Connection connection = database().connectAsSuperuser();
        PreparedStatement statement =
            connection.prepareStatement(
                "select canonical from audit.entry where clinic_id = ? order by recorded_at,"
                    + " xmin::text::bigint, entry_id")) {
      statement.setObject(1, clinic);
      List<String> entries = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          entries.add(new String(rows.getBytes(1), StandardCharsets.UTF_8));
        }
      }
      return entries;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String field(String entry, String name) {
    return entry.replaceAll(".*\"" + name + "\":\"([^\"]*)\".*", "$1");
  }

  private static <T> T required(@Nullable T started) {
    if (started == null) {
      throw new IllegalStateException("the API was not started, or answered nothing");
    }
    return started;
  }

  /** Replaces the clocks of production. */
  static final class TestClocks {
    /** Threads of its own: the global ones would be stopped under the next test class. */
    @Bean
    ReactorResourceFactory threads() {
      ReactorResourceFactory threads = new ReactorResourceFactory();
      threads.setUseGlobalResources(false);
      return threads;
    }

    @Bean
    @Primary
    Clock testClock(ApiTest test) {
      return test.clock;
    }

    @Bean
    @Primary
    WallClock testWallClock(ApiTest test) {
      return new WallClock(test.wallClock);
    }
  }
}
