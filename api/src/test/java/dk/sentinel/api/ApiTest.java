package dk.sentinel.api;

import dk.sentinel.infra.testing.TestDatabase;
import dk.sentinel.infra.testing.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * Starts the whole API on a free port for a test class, on a database of its own and the running
 * Keycloak. Both clocks can be moved; they are set back after each test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ApiTest {
  /** The realm whose tokens the API takes. */
  protected static final String ISSUER = TestServers.running().keycloakUrl() + "/realms/sentinel";

  /** The business time as the API sees it. */
  protected final SettableClock clock = new SettableClock();

  /** The machine's time as the API sees it. */
  protected final SettableClock wallClock = new SettableClock();

  private @Nullable TestDatabase database;
  private @Nullable ReactiveWebServerApplicationContext api;
  private @Nullable Path keys;

  /** Further settings of the API for this test class, such as {@code sentinel.x=y}. */
  protected List<String> settings() {
    return List.of();
  }

  @BeforeAll
  void startApi() throws Exception {
    database = TestDatabase.empty();
    keys = Files.createTempDirectory("sentinel-keys");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "server.port=0",
                "sentinel.environment=test",
                "sentinel.issuer=" + ISSUER,
                "sentinel.database.host=" + database.host(),
                "sentinel.database.port=" + database.port(),
                "sentinel.database.name=" + database.name(),
                "sentinel.database.pool-size=6",
                "sentinel.opensearch.url=" + TestServers.running().openSearchUrl(),
                "sentinel.opensearch.prefix=test-" + UUID.randomUUID() + "-",
                "sentinel.keys.directory=" + keys));
    for (String role : List.of("owner", "app", "sequencer", "directory", "statistics")) {
      arguments.add("sentinel.database." + role + "-password=" + TestDatabase.PASSWORD);
    }
    arguments.addAll(settings());
    api =
        (ReactiveWebServerApplicationContext)
            new SpringApplicationBuilder(SentinelApi.class)
                .initializers(context -> {
                  context.getBeanFactory().registerSingleton("testClocks", this);
                })
                .sources(TestClocks.class)
                .run(arguments.stream().map(each -> "--" + each).toArray(String[]::new));
  }

  @AfterAll
  void stopApi() {
    if (api != null) {
      api.close();
    }
    if (database != null) {
      database.close();
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

  /** Where the API listens. */
  protected final String address() {
    return "http://127.0.0.1:" + required(required(api).getWebServer()).getPort();
  }

  /** Calls the API without a token. */
  protected final WebTestClient anonymous() {
    return WebTestClient.bindToServer()
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

  private static <T> T required(@Nullable T started) {
    if (started == null) {
      throw new IllegalStateException("the API was not started");
    }
    return started;
  }

  /** Replaces the clocks of production. */
  static final class TestClocks {
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
