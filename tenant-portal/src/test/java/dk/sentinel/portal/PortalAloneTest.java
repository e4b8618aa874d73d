package dk.sentinel.portal;

import static dk.sentinel.portal.standin.StandInApi.CLINIC;
import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.portal.standin.Browser;
import dk.sentinel.portal.standin.Browser.Shown;
import dk.sentinel.portal.standin.PortalOnStandIns;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The portal with its neighbours gone, behind https, and after the session's end. */
class PortalAloneTest {
  @Test
  void the_issuer_being_away_is_told_before_the_browser_is_sent_there() throws Exception {
    try (PortalOnStandIns running = PortalOnStandIns.start()) {
      running.issuer.close();
      Shown page = new Browser(running.url).open("/sign-in");
      assertThat(page.status()).isEqualTo(503);
      assertThat(page.part("sign-in-failed").attr("data-why")).isEqualTo("unavailable");
      assertThat(page.header("retry-after")).isEqualTo("30");
    }
  }

  @Test
  void an_issuer_that_is_away_ends_no_token_before_its_time() throws Exception {
    try (PortalOnStandIns running = PortalOnStandIns.start()) {
      Browser browser = new Browser(running.url);
      running.issuer.tokensLast(50); // less than a minute: every call asks for a new one
      browser.open("/sign-in");
      running.issuer.fallSilent();
      long start = System.nanoTime();
      assertThat(browser.look("/clinics/" + CLINIC).status()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
      running.issuer.close();
      assertThat(browser.look("/clinics/" + CLINIC + "/consent").status()).isEqualTo(200);
    }
  }

  @Test
  void a_token_that_ended_while_the_issuer_is_away_is_a_page_that_leads_back() throws Exception {
    try (PortalOnStandIns running = PortalOnStandIns.start()) {
      Browser browser = new Browser(running.url);
      running.issuer.tokensLast(2);
      browser.open("/sign-in");
      running.issuer.close();
      Thread.sleep(2_500);
      Shown page = browser.look("/clinics/" + CLINIC + "/consent");
      assertThat(page.status()).isEqualTo(503);
      assertThat(page.header("retry-after")).isEqualTo("30");
      assertThat(page.part("problem").attr("data-kind")).isEqualTo("sign-in-away");
      assertThat(page.part("try-again").attr("href")).isEqualTo("/clinics/" + CLINIC + "/consent");
      assertThat(browser.look("/clinics/" + CLINIC + "?lang=en").part("problem").text())
          .startsWith("Sign-in does not answer");
    }
  }

  @Test
  void an_issuer_that_goes_away_in_the_middle_of_a_sign_in_is_a_page_too() throws Exception {
    try (PortalOnStandIns running = PortalOnStandIns.start()) {
      Browser browser = new Browser(running.url);
      String there = browser.look("/oauth2/authorization/sentinel").header("location");
      String back;
      try (HttpClient http = HttpClient.newHttpClient()) {
        back =
            http.send(
                    HttpRequest.newBuilder(URI.create(there)).build(),
                    HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValue("location")
                .orElseThrow();
      }
      running.issuer.close();
      Shown page = browser.look(back.substring(running.url.length()));
      assertThat(page.status()).isEqualTo(503);
      assertThat(page.part("problem").attr("data-kind")).isEqualTo("sign-in-away");
      assertThat(page.part("try-again").attr("href")).isEqualTo("/sign-in");
    }
  }

  @Test
  void the_api_being_away_is_a_page_that_says_what_to_do() throws Exception {
    try (PortalOnStandIns running = PortalOnStandIns.start()) {
      Browser browser = new Browser(running.url);
      browser.open("/sign-in");
      running.api.close();
      Shown page = browser.open("/clinics/" + CLINIC);
      assertThat(page.status()).isEqualTo(503);
      assertThat(page.part("problem").attr("data-kind")).isEqualTo("unavailable");
    }
  }

  @Test
  void a_session_ends_by_itself() throws Exception {
    try (PortalOnStandIns running =
        PortalOnStandIns.start("--sentinel.portal.idle=PT2S", "--sentinel.portal.warning=PT1S")) {
      Browser browser = new Browser(running.url);
      browser.open("/sign-in");
      assertThat(browser.look("/clinics/" + CLINIC).status()).isEqualTo(200);
      Thread.sleep(2500);
      assertThat(browser.look("/clinics/" + CLINIC).header("location")).isEqualTo("/sign-in");
    }
  }

  @Test
  void behind_https_the_cookie_is_tied_to_the_host_and_transport_is_strict() throws Exception {
    try (PortalOnStandIns running =
        PortalOnStandIns.start("--sentinel.portal.url=https://sentinel.example")) {
      Shown page = new Browser(running.url).look("/oauth2/authorization/sentinel");
      assertThat(page.header("set-cookie"))
          .startsWith("__Host-sentinel-portal=")
          .contains("Secure");
      assertThat(page.header("strict-transport-security")).contains("max-age=31536000");
      assertThat(page.header("location"))
          .contains("redirect_uri=https://sentinel.example/login/oauth2/code/sentinel");
    }
  }
}
