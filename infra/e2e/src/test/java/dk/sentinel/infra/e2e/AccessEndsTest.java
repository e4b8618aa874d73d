package dk.sentinel.infra.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dk.sentinel.infra.e2e.Browser.marked;
import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.infra.demo.DemoClinics;
import dk.sentinel.infra.demo.DemoPeople;
import dk.sentinel.infra.demo.NewPatients;
import dk.sentinel.infra.demo.PracticeSystem;
import dk.sentinel.infra.demo.SignIn;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What an owner takes away ends within a minute everywhere: in a portal that is open, for tokens
 * that were given before, and at every instance of the API. Each measured from the moment in which
 * the owner has her answer.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AccessEndsTest {
  private static final Duration AT_THE_LATEST = Duration.ofSeconds(60);

  private static final double FEW = 0.05;

  private RunningStack stack;
  private Browser browser;
  private SecondApi second;
  private DemoPeople.Person owner;
  private DemoClinics.Clinic place;
  private String ownersToken;
  private String clinic;

  @BeforeAll
  void startEverything() throws Exception {
    Files.createDirectories(Browser.PICTURES);
    stack = RunningStack.shared();
    second = SecondApi.beside(stack);
    browser = new Browser();
    owner = DemoPeople.read().named("ejer10");
    place = DemoClinics.read().withCvr(Objects.requireNonNull(owner.cvr()));
    ownersToken = new SignIn(stack.keycloak()).at(owner).access();
    clinic =
        new ApiCaller(stack.api(), ownersToken)
            .read("/me")
            .path("clinics")
            .path(0)
            .path("clinicId")
            .asString();
  }

  @AfterAll
  void close() {
    browser.close();
    second.close();
  }

  @Test
  void a_removed_person_is_out_everywhere_within_a_minute_and_the_refusals_are_recorded()
      throws Exception {
    DemoPeople.Person leaver =
        new KeycloakAdmin(stack).newPerson("Lis Afgående", place.cvr(), false);
    new ApiCaller(stack.api(), ownersToken)
        .post(
            "/clinics/" + clinic + "/members",
            Map.of(
                "professionalId", leaver.businessId(),
                "name", "Lis Afgående",
                "role", "physiotherapist"));
    SignIn elsewhere = new SignIn(stack.keycloak());
    SignIn.Tokens tokens = elsewhere.at(leaver);
    Map<String, Door> doors = new LinkedHashMap<>();
    try (Visitor open = new Visitor(browser.desk(), stack.portal(), leaver);
        Visitor boss = new Visitor(browser.desk(), stack.portal(), owner)) {
      open.signIn();
      ApiCaller first = new ApiCaller(stack.api(), tokens.access());
      ApiCaller other = new ApiCaller(second.url(), tokens.access());
      doors.put(
          "the portal that is open",
          () ->
              Objects.requireNonNull(open.page.navigate(stack.portal() + "/clinics/" + clinic))
                  .status());
      doors.put("a token at the API", () -> first.status("/clinics/" + clinic + "/gates"));
      doors.put("a token at a second API", () -> other.status("/clinics/" + clinic + "/gates"));
      for (Map.Entry<String, Door> door : doors.entrySet()) {
        assertThat(door.getValue().knock()).as(door.getKey()).isEqualTo(200);
      }
      boss.signIn();
      boss.open("/clinics/" + clinic + "/people");
      boss.page
          .locator("[data-testid=person]:has-text('Lis Afgående') [data-testid=remove]")
          .click();
      marked(boss.page, "sure").click();
      assertThat(marked(boss.page, "done")).hasAttribute("data-outcome", "removed");
      long removed = System.nanoTime();
      for (Map.Entry<String, Door> door : doors.entrySet()) {
        endsInTime(door.getKey(), door.getValue(), 404, removed);
      }
    }
    assertThat(renewedOpens(elsewhere, tokens)).as("a token that was renewed afterwards").isFalse();
    // One for each of the three doors at least.
    assertThat(entries("access.refuse", leaver.businessId())).isGreaterThanOrEqualTo(3);
    assertThat(entries("member.remove", leaver.businessId())).isEqualTo(1);
  }

  /** Where Keycloak renews nothing, nothing opens either; it says why. */
  private boolean renewedOpens(SignIn elsewhere, SignIn.Tokens tokens) throws Exception {
    String renewed;
    try {
      renewed = elsewhere.again(tokens).access();
    } catch (SignIn.Refused e) {
      assertThat(e).hasMessageContaining("400");
      System.out.println("no token was renewed: " + e.getMessage());
      return false;
    }
    int status = new ApiCaller(stack.api(), renewed).status("/clinics/" + clinic + "/gates");
    assertThat(status).isIn(200, 404);
    return status == 200;
  }

  @Test
  void a_stopped_practice_system_is_out_everywhere_within_a_minute() throws Exception {
    PracticeSystem first = PracticeSystem.demo("demo-journal", stack.keycloak(), stack.api());
    PracticeSystem other = PracticeSystem.demo("demo-journal", stack.keycloak(), second.url());
    Map<String, Door> doors = new LinkedHashMap<>();
    doors.put(
        "a system at the API",
        () -> first.sendAtTheirPace(NewPatients.bundles(place, FEW).getFirst()).status());
    doors.put(
        "a system at a second API",
        () -> other.sendAtTheirPace(NewPatients.bundles(place, FEW).getFirst()).status());
    for (Map.Entry<String, Door> door : doors.entrySet()) {
      assertThat(door.getValue().knock()).as(door.getKey()).isEqualTo(200);
    }
    ApiCaller boss = new ApiCaller(stack.api(), ownersToken);
    for (DemoClinics.Ydernummer ydernummer : place.ydernumre()) {
      boss.post(
          "/clinics/" + clinic + "/practice-systems/demo-journal/" + ydernummer.number() + "/stop",
          Map.of());
    }
    long stopped = System.nanoTime();
    String refusedBefore = refusals();
    for (Map.Entry<String, Door> door : doors.entrySet()) {
      endsInTime(door.getKey(), door.getValue(), 422, stopped);
    }
    assertThat(refusals()).isNotEqualTo(refusedBefore);
  }

  /** Knocks at a door. */
  private interface Door {
    int knock() throws Exception;
  }

  private static void endsInTime(String name, Door door, int refused, long since) throws Exception {
    int status = door.knock();
    while (status == 200) {
      assertThat(Duration.ofNanos(System.nanoTime() - since)).as(name).isLessThan(AT_THE_LATEST);
      TimeUnit.MILLISECONDS.sleep(100);
      status = door.knock();
    }
    Duration open = Duration.ofNanos(System.nanoTime() - since);
    System.out.println(name + ": closed " + open.toMillis() + " ms after the owner's answer");
    assertThat(status).as(name).isEqualTo(refused);
    assertThat(open).as(name).isLessThan(AT_THE_LATEST);
  }

  private String refusals() throws Exception {
    return Long.toString(entries("journal.refuse", "demo-journal"));
  }

  /** How many entries of an action name somebody. */
  private long entries(String action, String who) throws Exception {
    try (Connection database = stack.database();
        PreparedStatement statement =
            database.prepareStatement(
                """
                select count(*) from audit.entry
                 where convert_from(canonical, 'UTF8')::jsonb ->> 'action' = ?
                   and position(? in convert_from(canonical, 'UTF8')) > 0
                """)) {
      statement.setString(1, action);
      statement.setString(2, who);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}
