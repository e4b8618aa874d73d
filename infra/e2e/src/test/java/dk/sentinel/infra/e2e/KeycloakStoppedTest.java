package dk.sentinel.infra.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dk.sentinel.infra.e2e.Browser.look;
import static dk.sentinel.infra.e2e.Browser.marked;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import dk.sentinel.infra.demo.DemoPeople;
import dk.sentinel.infra.demo.SignIn;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Keycloak stops while people are signed in: frozen first, so that it takes requests and answers
 * none, then killed, so that nobody is there, then started anew by the launcher. Who is signed in
 * goes on until the token ends; who needs Keycloak gets a page; what was begun is made once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KeycloakStoppedTest {
  /** The portal renews a minute before the end, so for most of this it renews in vain. */
  private static final Duration TOKEN = Duration.ofSeconds(90);

  private static final Duration USUAL_TOKEN = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String CVR = "99000198";
  private static final String YDERNUMMER = "061998";

  private RunningStack stack;
  private KeycloakAdmin keycloak;
  private Browser browser;

  @BeforeAll
  void startEverything() throws Exception {
    Files.createDirectories(Browser.PICTURES);
    stack = RunningStack.shared();
    keycloak = new KeycloakAdmin(stack);
    browser = new Browser();
    keycloak.portalTokensLast((int) TOKEN.toSeconds());
  }

  @AfterAll
  void asItWas() throws Exception {
    browser.close();
    keycloak.portalTokensLast((int) USUAL_TOKEN.toSeconds());
  }

  @Test
  void who_is_signed_in_goes_on_who_is_not_gets_a_page_and_nothing_is_made_twice()
      throws Exception {
    DemoPeople.Person founder = keycloak.newPerson("Gry Begynder", CVR, true);
    DemoPeople.Person invited = keycloak.newPerson("Ib Indbudt", CVR, false);
    DemoPeople.Person owner = DemoPeople.read().named("ejer9");
    ApiCaller atApi = new ApiCaller(stack.api(), new SignIn(stack.keycloak()).at(owner).access());
    ApiCaller founderAtApi =
        new ApiCaller(stack.api(), new SignIn(stack.keycloak()).at(founder).access());
    String clinic = atApi.read("/me").path("clinics").path(0).path("clinicId").asString();
    String code =
        atApi
            .post(
                "/clinics/" + clinic + "/invitations",
                Map.of("email", "ib@example.org", "role", "physiotherapist"))
            .path("code")
            .asString();
    try (Visitor newcomer = new Visitor(browser.desk(), stack.portal(), founder);
        Visitor guest = new Visitor(browser.desk(), stack.portal(), invited);
        Visitor reader = new Visitor(browser.desk(), stack.portal(), owner)) {
      newcomer.signIn();
      Page again = filledIn(newcomer);
      guest.open("/invitation/open?code=" + code);
      guest.proveWhoIAm();
      assertThat(marked(guest.page, "offer")).isVisible();
      reader.signIn();
      long signedIn = System.nanoTime();

      stack.freeze("keycloak");
      makesTheClinic(newcomer, again, founderAtApi);
      marked(guest.page, "accept").click();
      guest.page.waitForURL(url -> url.contains(clinic));
      readsOnUntilTheTokenEnds(reader, clinic, signedIn);
      isToldThatKeycloakIsAway(reader, "/clinics/" + clinic + "/people");
      aNewcomerIsToldSoToo();
      assertThat(atApi.status("/clinics/" + clinic + "/gates"))
          .as("a token that was given for longer goes on")
          .isEqualTo(200);

      stack.kill("keycloak");
      isToldThatKeycloakIsAway(reader, "/clinics/" + clinic + "/people");
      untilItAnswers();
      marked(reader.page, "try-again").click();
      assertThat(marked(reader.page, "people-table")).isVisible();
      assertThat(reader.page.url()).endsWith("/clinics/" + clinic + "/people");
    }
    everythingIsThereOnce(founder, clinic, invited);
    try (Visitor newcomer = new Visitor(browser.desk(), stack.portal(), founder)) {
      newcomer.signIn();
      newcomer.gate("practice-system", false);
    }
  }

  /** The form, filled in twice by an impatient person. */
  private Page filledIn(Visitor newcomer) {
    fillIn(newcomer.page);
    Page again = newcomer.page.context().newPage();
    again.navigate(newcomer.page.url());
    fillIn(again);
    return again;
  }

  private static void fillIn(Page form) {
    form.locator("#name").fill("Begyndernes Fysioterapi");
    form.locator("#number-0").fill(YDERNUMMER);
    form.locator("#speciality-0").selectOption("51");
    form.locator("#region-0").selectOption("DK-84");
    form.locator("#validFrom-0").fill("2020-01-01");
  }

  private void makesTheClinic(Visitor newcomer, Page again, ApiCaller founder) throws Exception {
    marked(newcomer.page, "make").click();
    newcomer.gate("practice-system", false);
    marked(again, "make").click();
    assertThat(marked(again, "gate-practice-system")).isVisible();
    int third =
        founder.tried(
            "/clinics",
            Map.of(
                "name",
                "Begyndernes Fysioterapi",
                "ydernumre",
                List.of(
                    Map.of(
                        "number", YDERNUMMER,
                        "speciality", "51",
                        "region", "DK-84",
                        "validFrom", "2020-01-01"))));
    assertThat(third).isEqualTo(200);
  }

  private void readsOnUntilTheTokenEnds(Visitor reader, String clinic, long signedIn)
      throws Exception {
    Duration nearEnd = TOKEN.minusSeconds(12);
    int pages = 0;
    while (since(signedIn).compareTo(nearEnd) < 0) {
      Response page = opened(reader, "/clinics/" + clinic + (pages % 2 == 0 ? "" : "/people"));
      assertThat(page.status()).as("%s after signing in", since(signedIn)).isEqualTo(200);
      pages++;
      TimeUnit.SECONDS.sleep(2);
    }
    assertThat(pages).isGreaterThan(5);
    while (since(signedIn).compareTo(TOKEN.plusSeconds(2)) < 0) {
      TimeUnit.SECONDS.sleep(1);
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void isToldThatKeycloakIsAway(Visitor reader, String path) {
    for (String language : List.of("en", "da")) {
      Response page = opened(reader, path + "?lang=" + language);
      isAFriendlyPage(page, reader.page);
      assertThat(marked(reader.page, "problem")).hasAttribute("data-kind", "sign-in-away");
      assertThat(marked(reader.page, "try-again")).hasAttribute("href", path);
      assertThat(reader.page.locator("html")).hasAttribute("lang", language);
      look(reader.page, "40-keycloak-away-" + language);
    }
  }

  private void aNewcomerIsToldSoToo() {
    try (BrowserContext window = browser.phone();
        Page page = window.newPage()) {
      for (String language : List.of("en", "da")) {
        isAFriendlyPage(
            Objects.requireNonNull(page.navigate(stack.portal() + "/sign-in?lang=" + language)),
            page);
        assertThat(marked(page, "sign-in-failed")).hasAttribute("data-why", "unavailable");
        assertThat(marked(page, "sign-in")).isVisible();
        look(page, "41-sign-in-away-" + language);
      }
    }
  }

  private static void isAFriendlyPage(Response answer, Page page) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headerValue("retry-after")).isEqualTo("30");
    assertThat(page.content())
        .doesNotContain("Exception", "java.", "dk.sentinel", "Whitelabel", "Connection refused");
  }

  private Response opened(Visitor visitor, String path) {
    return Objects.requireNonNull(visitor.page.navigate(stack.portal() + path));
  }

  private void everythingIsThereOnce(
      DemoPeople.Person founder, String clinic, DemoPeople.Person invited) throws Exception {
    String made =
        text("select string_agg(clinic_id::text, ',') from tenancy.clinic where cvr = ?", CVR);
    assertThat(made).as("one clinic").hasSize(36);
    assertThat(
            text(
                "select string_agg(role, ',') from tenancy.member where clinic_id::text = ?", made))
        .isEqualTo("owner");
    assertThat(
            text(
                "select string_agg(role, ',') from tenancy.member where person_id = ?",
                invited.businessId()))
        .isEqualTo("physiotherapist");
    until(() ->
        text(
                "select bool_and(wish = done)::text from tenancy.organization"
                    + " where clinic_id::text in (?, '"
                    + clinic
                    + "')",
                made)
            .equals("true"));
    for (String each : List.of(made, clinic)) {
      assertThat(keycloak.organizations(each)).as("one organization").hasSize(1);
    }
    assertThat(keycloak.members(keycloak.organizations(made).getFirst()))
        .containsExactly(founder.businessId());
    assertThat(keycloak.members(keycloak.organizations(clinic).getFirst()))
        .containsOnlyOnce(invited.businessId());
    assertThat(recorded(made, "clinic.create")).isEqualTo(1);
    assertThat(recorded(made, "clinic.provision")).isEqualTo(1);
  }

  private int recorded(String clinic, String action) throws Exception {
    return Integer.parseInt(
        text(
            "select count(*)::text from audit.entry where clinic_id::text = '"
                + clinic
                + "' and convert_from(canonical, 'UTF8')::jsonb ->> 'action' = ?",
            action));
  }

  private String text(String query, String parameter) throws Exception {
    try (Connection database = stack.database();
        PreparedStatement statement = database.prepareStatement(query)) {
      statement.setString(1, parameter);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return String.valueOf(rows.getString(1));
      }
    }
  }

  /** Something that is true in the end. */
  private interface InTheEnd {
    boolean isSo() throws Exception;
  }

  private static void until(InTheEnd end) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!end.isSo()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private void untilItAnswers() throws Exception {
    HttpRequest keys =
        HttpRequest.newBuilder(
                URI.create(stack.keycloak() + "/realms/sentinel/protocol/openid-connect/certs"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      until(() -> answers(http, keys));
    }
  }

  private static boolean answers(HttpClient http, HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }
}
