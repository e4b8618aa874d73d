package dk.sentinel.infra.bench;

import dk.sentinel.infra.demo.DemoClinics;
import dk.sentinel.infra.demo.DemoLoad;
import dk.sentinel.infra.demo.DemoPeople;
import dk.sentinel.infra.demo.SignIn;
import dk.sentinel.infra.testing.TestDatabase;
import dk.sentinel.infra.testing.TestServers;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * What the door of a clinic adds to a request: the token's signature and claims, the limits, and
 * the role, which is looked up in the database every time. Two addresses that answer the same line
 * out of memory are asked in turns, one for everybody and one behind the door; the difference of
 * their 95th percentiles is what the door adds. In a scratch database on the running test servers
 * ({@code SENTINEL_SERVERS}).
 */
public final class AuthorisationBenchmark {
  private AuthorisationBenchmark() {}

  /** Measures: {@code --requests N --rounds N}. */
  public static void main(String[] args) throws Exception {
    int requests = Arguments.number(args, "--requests", 2_000);
    int rounds = Arguments.number(args, "--rounds", 5);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path keys = Files.createTempDirectory("sentinel-bench");
    String keycloak = TestServers.running().keycloakUrl();
    DemoPeople people = DemoPeople.read();
    String operator = people.operators();
    try (TestDatabase database = TestDatabase.empty();
        RunningApi api = RunningApi.start(database, keys, operator, RunningApi.withoutLimits());
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      new DemoLoad(keycloak, api.url()).agreements((done, of, clinic) -> {});
      DemoClinics.Clinic clinic = DemoClinics.read().clinics().getFirst();
      DemoPeople.Person owner = people.ownerOf(clinic);
      String token = new SignIn(keycloak).at(owner).access();
      String door = api.url() + "/log/key";
      String behind = RunningApi.clinicUrl(http, api.url(), token, clinic.cvr()) + "/log/key";
      double[] added = new double[rounds];
      for (int round = -1; round < rounds; round++) {
        double[] open = new double[requests];
        double[] guarded = new double[requests];
        for (int i = 0; i < requests; i++) {
          open[i] = millis(http, door, token);
          guarded[i] = millis(http, behind, token);
        }
        Arrays.sort(open);
        Arrays.sort(guarded);
        double difference = guarded[requests * 95 / 100] - open[requests * 95 / 100];
        out.printf(
            Locale.ROOT,
            "%s: p50 %.2f and %.2f ms, p95 %.2f and %.2f ms: the door adds %.2f ms%n",
            round < 0 ? "Warm-up" : "Round " + (round + 1),
            open[requests / 2],
            guarded[requests / 2],
            open[requests * 95 / 100],
            guarded[requests * 95 / 100],
            difference);
        if (round >= 0) {
          added[round] = difference;
        }
      }
      Arrays.sort(added);
      out.printf(Locale.ROOT, "Median: %.2f ms at p95 (target: at most 2).%n", added[rounds / 2]);
    }
  }

  private static double millis(HttpClient http, String url, String token) throws Exception {
    long start = System.nanoTime();
    HttpResponse<String> answer = RunningApi.get(http, url, token);
    double millis = (System.nanoTime() - start) / 1e6;
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(url + " answered " + answer.statusCode());
    }
    return millis;
  }
}
