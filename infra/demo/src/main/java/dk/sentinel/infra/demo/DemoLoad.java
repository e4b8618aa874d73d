package dk.sentinel.infra.demo;

import dk.sentinel.infra.demo.DemoClinics.Clinic;
import dk.sentinel.infra.demo.DemoClinics.State;
import dk.sentinel.infra.demo.DemoPeople.Person;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Loads the demo through the ordinary doors, in two steps: {@link #agreements} while the API's
 * business clock is set back by some eighteen months, {@link #data} at the real time. Both can be
 * repeated and then change nothing. Keycloak's clock is never moved.
 */
public final class DemoLoad {
  private static final int AT_A_TIME = 3;

  private final DemoPeople people = DemoPeople.read();
  private final DemoClinics clinics = DemoClinics.read();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final String keycloak;
  private final String api;

  /**
   * Loads into a running API. Only inside a checkout: the demo's people, clinics and keys are read
   * from {@code infra/deploy}.
   *
   * @param keycloak Keycloak's address without a trailing slash
   * @param api the API's address without a trailing slash
   */
  public DemoLoad(String keycloak, String api) {
    this.keycloak = keycloak;
    this.api = api;
  }

  /** Told after each clinic; may be called by several threads, one at a time. */
  @FunctionalInterface
  public interface Progress {
    /**
     * A clinic is done.
     *
     * @param done how many are done now
     * @param of how many there are in this step
     * @param clinic the name of this one
     */
    void done(int done, int of, String clinic);
  }

  /**
   * What the API said to all Bundles.
   *
   * @param bundles how many were sent
   * @param stored resources that are new
   * @param unchanged resources that were there already
   */
  public record Sent(int bundles, long stored, long unchanged) {
    Sent plus(Sent other) {
      return new Sent(bundles + other.bundles, stored + other.stored, unchanged + other.unchanged);
    }
  }

  /**
   * The operator registers the practice systems and publishes the agreement; each owner makes the
   * company a clinic; the practice system asks to send; each owner confirms it, adds colleagues,
   * signs with a fresh sign-in, consents and enrols, as far as the clinic's state says.
   *
   * @throws IllegalStateException when a step is refused
   */
  public void agreements(Progress progress) {
    Person operator = people.withPlatformRole("operator").getFirst();
    ApiVisit visit = visit(new SignIn(keycloak).at(operator));
    for (String system : List.of("demo-journal", "other-journal")) {
      visit.post("/practice-systems", PracticeSystem.registration(system));
    }
    if (visit.get("/agreement-versions").path("published").isEmpty()) {
      Publishing.publish(http, keycloak, api);
    }
    Map<String, JsonNode> known = knownClinics(visit);
    Together together = new Together(progress, clinics.clinics().size());
    for (Clinic clinic : clinics.clinics()) {
      together.add(clinic, () -> onboard(clinic, known.get(clinic.cvr())));
    }
    together.finish();
  }

  /**
   * The practice system sends the journals of the clinics whose gates are open.
   *
   * @param today the day after the last contact; the same day again changes nothing
   * @throws IllegalStateException when a Bundle or one of its entries is refused
   */
  public Sent data(LocalDate today, Progress progress) {
    List<Clinic> open = clinics.open();
    PracticeSystem system = PracticeSystem.demo("demo-journal", keycloak, api);
    Together together = new Together(progress, open.size());
    for (Clinic clinic : open) {
      together.add(clinic, () -> send(system, new JournalGenerator(clinic, today).bundles()));
    }
    return together.finish();
  }

  private Sent onboard(Clinic clinic, @Nullable JsonNode known) {
    String id =
        known == null
            ? visit(new SignIn(keycloak).at(people.ownerOf(clinic)))
                .post("/clinics", registration(clinic))
                .path("clinicId")
                .asString()
            : known.path("clinicId").asString();
    boolean done =
        clinic.state() == State.NEW || isOpen(known, Onboarding.lastGate(clinic.state()));
    if (!done) {
      new Onboarding(clinic, id, people.ownerOf(clinic), colleagues(clinic))
          .walk(
              PracticeSystem.demo("demo-journal", keycloak, api),
              new SignIn(keycloak),
              this::visit);
    }
    return new Sent(0, 0, 0);
  }

  private static Map<String, JsonNode> knownClinics(ApiVisit operator) {
    Map<String, JsonNode> known = new HashMap<>();
    for (JsonNode clinic : operator.get("/clinics")) {
      known.put(clinic.path("cvr").asString(), clinic);
    }
    return known;
  }

  private static boolean isOpen(@Nullable JsonNode clinic, String gate) {
    if (clinic == null) {
      return false;
    }
    return clinic.path("gates").values().stream()
        .anyMatch(
            each -> each.path("gate").asString().equals(gate) && each.path("open").asBoolean());
  }

  private static Map<String, Object> registration(Clinic clinic) {
    Map<String, Object> request = new HashMap<>();
    request.put("name", clinic.name());
    request.put("network", clinic.network());
    request.put(
        "ydernumre",
        clinic.ydernumre().stream()
            .map(each ->
                Map.of(
                    "number", each.number(),
                    "speciality", each.speciality(),
                    "region", clinic.region(),
                    "validFrom", each.validFrom().toString()))
            .toList());
    return request;
  }

  private List<Person> colleagues(Clinic clinic) {
    return people.people().stream()
        .filter(person ->
            person.clinics().stream()
                .anyMatch(post -> post.cvr().equals(clinic.cvr()) && !post.role().equals("owner")))
        .toList();
  }

  private ApiVisit visit(SignIn.Tokens tokens) {
    return new ApiVisit(http, api, tokens.access());
  }

  private static Sent send(PracticeSystem system, List<String> bundles) {
    Sent sent = new Sent(0, 0, 0);
    for (String bundle : bundles) {
      PracticeSystem.Answer answer = system.sendAtTheirPace(bundle);
      if (answer.status() / 100 != 2) {
        throw new IllegalStateException(
            "a demo Bundle is refused with " + answer.status() + ": " + answer.body());
      }
      JsonNode receipt = JsonMapper.builder().build().readTree(answer.body());
      if (!receipt.path("refused").isEmpty()) {
        throw new IllegalStateException(
            "entries of a demo Bundle are refused: " + receipt.path("refused"));
      }
      sent = sent.plus(new Sent(1, sum(receipt.path("stored")), sum(receipt.path("unchanged"))));
    }
    return sent;
  }

  private static long sum(JsonNode counts) {
    return counts.values().stream().mapToLong(JsonNode::asLong).sum();
  }

  /** Work on a few clinics at a time; the first failure ends it. */
  private static final class Together {
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
    private final List<Future<Sent>> work = new ArrayList<>();
    private final AtomicInteger done = new AtomicInteger();
    private final Progress progress;
    private final int of;

    Together(Progress progress, int of) {
      this.progress = progress;
      this.of = of;
    }

    void add(Clinic clinic, java.util.concurrent.Callable<Sent> task) {
      work.add(
          threads.submit(() -> {
            Sent sent = task.call();
            tell(clinic);
            return sent;
          }));
    }

    private synchronized void tell(Clinic clinic) {
      progress.done(done.incrementAndGet(), of, clinic.name());
    }

    Sent finish() {
      try {
        Sent all = new Sent(0, 0, 0);
        for (Future<Sent> each : work) {
          all = all.plus(each.get());
        }
        return all;
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw new IllegalStateException("the demo could not be loaded", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while loading the demo", e);
      } finally {
        threads.shutdownNow();
      }
    }
  }
}
