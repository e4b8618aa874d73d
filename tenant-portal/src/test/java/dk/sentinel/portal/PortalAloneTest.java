package dk.sentinel.portal;

import static dk.sentinel.portal.standin.StandInApi.CLINIC;
import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.portal.standin.Browser;
import dk.sentinel.portal.standin.Browser.Shown;
import dk.sentinel.portal.standin.PortalOnStandIns;
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
