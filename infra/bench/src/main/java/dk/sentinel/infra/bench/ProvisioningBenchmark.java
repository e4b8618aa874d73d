package dk.sentinel.infra.bench;

import dk.sentinel.infra.demo.DemoPeople;
import dk.sentinel.infra.demo.SignIn;
import dk.sentinel.infra.testing.TestDatabase;
import dk.sentinel.infra.testing.TestServers;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * How long it takes until a clinic can be used: from the owner's sign-up until it stands in
 * PostgreSQL (her answer) and until Keycloak has its organization with her in it. Beside it, in
 * turns, the bare rows and the bare calls to Keycloak. In a scratch database on the running test
 * servers ({@code SENTINEL_SERVERS}); of their Keycloak's organizations it deletes what it made.
 */
public final class ProvisioningBenchmark {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long LONGEST_NANOS = 60_000_000_000L;
  private static final double TARGET_MILLIS = 2_000;

  private final TestServers servers = TestServers.running();
  private final List<DemoPeople.Person> owners =
      DemoPeople.read().people().stream()
          .filter(person -> person.mayRepresent() && person.platformRoles().isEmpty())
          .toList();
  private final List<Double> bare = new ArrayList<>();
  private final List<Double> answered = new ArrayList<>();
  private final List<Double> usable = new ArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private int number;

  private ProvisioningBenchmark() {}

  /** Measures: {@code --clinics N}, after a round of the demo's owners to warm up. */
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    new ProvisioningBenchmark().run(Arguments.number(args, "--clinics", 50), out);
  }

  private void run(int clinics, PrintStream out) throws Exception {
    Path keys = Files.createTempDirectory("sentinel-bench");
    try (TestDatabase database = TestDatabase.empty();
        RunningApi api =
            RunningApi.start(database, keys, DemoPeople.read().operators(), List.of());
        Connection superuser = database.connectAsSuperuser()) {
      BareProvisioning byHand = new BareProvisioning(servers, superuser);
      round(api, byHand, owners.size());
      bare.clear();
      answered.clear();
      usable.clear();
      for (int left = clinics; left > 0; left -= owners.size()) {
        round(api, byHand, Math.min(left, owners.size()));
      }
    }
    print(out, "bare rows and calls", bare);
    print(out, "the owner's answer", answered);
    print(out, "and usable in Keycloak", usable);
    out.printf(
        Locale.ROOT,
        "Usable takes %.1f times the bare work at p50, %.1f at p95; p95 is %.0f ms (target: at most"
            + " %.0f).%n",
        percentile(usable, 50) / percentile(bare, 50),
        percentile(usable, 95) / percentile(bare, 95),
        percentile(usable, 95),
        TARGET_MILLIS);
  }

  /** Each owner signs up once; afterwards nothing of it is left. */
  private void round(RunningApi api, BareProvisioning byHand, int howMany) throws Exception {
    Map<String, String> tokens = new HashMap<>();
    for (DemoPeople.Person owner : owners.subList(0, howMany)) {
      tokens.put(owner.username(), new SignIn(servers.keycloakUrl()).at(owner).access());
    }
    byHand.signIn();
    List<UUID> made = new ArrayList<>();
    try {
      for (DemoPeople.Person owner : owners.subList(0, howMany)) {
        number++;
        long start = System.nanoTime();
        made.add(byHand.make(owner, number));
        bare.add(millisSince(start));
        made.add(signedUp(api, byHand, tokens.getOrDefault(owner.username(), "")));
      }
    } finally {
      byHand.forget(made);
    }
  }

  private UUID signedUp(RunningApi api, BareProvisioning byHand, String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api.url() + "/clinics"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(signUp()))
            .build();
    long start = System.nanoTime();
    UUID clinic = created(http.send(request, HttpResponse.BodyHandlers.ofString()));
    answered.add(millisSince(start));
    while (!byHand.isFollowed(clinic)) {
      if (System.nanoTime() - start > LONGEST_NANOS) {
        throw new IllegalStateException("a clinic is not provisioned within a minute");
      }
      Thread.sleep(5);
    }
    usable.add(millisSince(start));
    if (byHand.members(clinic) != 1) {
      throw new IllegalStateException("Keycloak does not count the owner to her clinic");
    }
    return clinic;
  }

  private String signUp() {
    return JSON.writeValueAsString(
        Map.of(
            "name",
            "Målt " + number + " " + UUID.randomUUID(),
            "ydernumre",
            List.of(
                Map.of(
                    "number", "%06d".formatted(70_000 + number),
                    "speciality", "51",
                    "region", "DK-84",
                    "validFrom", "2020-01-01"))));
  }

  private static UUID created(HttpResponse<String> answer) throws IOException {
    if (answer.statusCode() != 201) {
      throw new IOException("the API answers " + answer.statusCode() + " to a sign-up");
    }
    return UUID.fromString(JSON.readTree(answer.body()).path("clinicId").asString());
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private static double percentile(List<Double> millis, int percent) {
    List<Double> sorted = millis.stream().sorted().toList();
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
  }

  private static void print(PrintStream out, String what, List<Double> millis) {
    out.printf(
        Locale.ROOT,
        "%-22s | %d clinics | p50 %6.0f ms | p95 %6.0f ms%n",
        what,
        millis.size(),
        percentile(millis, 50),
        percentile(millis, 95));
  }
}
