package dk.sentinel.portal;

import static dk.sentinel.portal.standin.StandInApi.CLINIC;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import dk.sentinel.portal.standin.Browser;
import dk.sentinel.portal.standin.Browser.Shown;
import dk.sentinel.portal.standin.PortalOnStandIns;
import dk.sentinel.portal.standin.StandInApi.Asked;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Hooks;
import tools.jackson.databind.json.JsonMapper;

/** The portal over real HTTP, on an API and an issuer that answer what the contract says. */
class PortalTest {
  private static final String HOME = "/clinics/" + CLINIC;
  private static PortalOnStandIns running;
  private Browser browser = new Browser("");

  @BeforeAll
  static void start() throws IOException, JOSEException {
    running = PortalOnStandIns.start();
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  private static final String LEVEL =
      "{\"id_token\":{\"acr\":{\"values\":"
          + "[\"https://data.gov.dk/concept/core/nsis/loa/Substantial\"]}}}";

  @BeforeEach
  void fresh() {
    running.api.reset();
    running.issuer.signInAs("owner");
    running.issuer.tokensLast(300);
    running.issuer.protectNames(null);
    browser = new Browser(running.url);
  }

  // --- signing in and out

  @Test
  void the_front_page_needs_no_session_and_leads_to_signing_in() throws Exception {
    Shown front = browser.open("/");
    assertThat(front.status()).isEqualTo(200);
    assertThat(front.part("sign-in").attr("href")).isEqualTo("/sign-in");
    assertThat(browser.jar()).isEqualTo("[]");
  }

  @Test
  void a_person_with_one_clinic_lands_there() throws Exception {
    Shown home = browser.open("/sign-in");
    assertThat(home.path()).isEqualTo(HOME);
    assertThat(home.part("user-name").text()).isEqualTo("Karen Højgaard Østergaard");
  }

  @Test
  void a_name_protected_person_is_called_by_a_pseudonym_on_every_page_and_never_by_an_id()
      throws Exception {
    running.issuer.protectNames("");
    running.api.answer("GET /me owner", 200, "me-protected.json");
    running.api.answer("GET " + HOME + "/members", 200, "members-protected.json");
    browser.open("/sign-in");
    for (String page :
        List.of(
            "",
            "/agreement",
            "/consent",
            "/projects",
            "/ydernumre",
            "/people",
            "/people/invitations",
            "/people/permissions",
            "/people/review",
            "/practice-systems",
            "/reports/diagnosekodning",
            "/deviations",
            "/audit")) {
      Shown shown = browser.open(HOME + page);
      assertThat(shown.status()).as(page).isEqualTo(200);
      assertThat(shown.part("user-name").text()).as(page).isEqualTo("Pseudonym");
      assertThat(shown.document().select("main").text()).doesNotContain("null", "subject-owner");
    }
    assertThat(browser.open(HOME + "/people").part("people-table").text()).contains("Pseudonym");
  }

  @Test
  void signing_in_uses_pkce_and_asks_for_substantial() throws Exception {
    browser.open("/sign-in");
    Map<String, String> asked = running.issuer.authorizations().getLast();
    assertThat(asked)
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("claims", LEVEL)
        .containsEntry("scope", "openid organization:*")
        .containsEntry("redirect_uri", running.url + "/login/oauth2/code/sentinel")
        .containsKeys("code_challenge", "state", "nonce");
  }

  @Test
  void tokens_never_reach_the_browser() throws Exception {
    Shown home = browser.open("/sign-in");
    assertThat(home.response().body()).doesNotContain("access-owner", "refresh-owner", "eyJ");
    assertThat(browser.jar()).doesNotContain("access-owner", "refresh-owner", "eyJ");
    assertThat(running.api.asked()).allMatch(one -> one.token().startsWith("Bearer access-owner"));
  }

  @Test
  void the_session_cookie_is_out_of_reach_of_scripts_and_other_sites() throws Exception {
    Shown start = browser.look("/oauth2/authorization/sentinel");
    assertThat(start.header("set-cookie").toLowerCase(Locale.ROOT))
        .contains("httponly", "samesite=lax", "path=/");
  }

  @Test
  void the_session_gets_a_new_name_at_sign_in() throws Exception {
    browser.look("/oauth2/authorization/sentinel");
    String before = browser.jar();
    browser.open("/sign-in");
    assertThat(browser.jar()).isNotEqualTo(before);
  }

  @Test
  void a_page_asked_for_before_signing_in_is_shown_afterwards() throws Exception {
    Shown page = browser.open(HOME + "/consent");
    assertThat(page.path()).isEqualTo(HOME + "/consent");
  }

  @Test
  void a_token_near_its_end_is_renewed_without_the_person_noticing() throws Exception {
    running.issuer.tokensLast(1);
    browser.open("/sign-in");
    running.issuer.tokensLast(300);
    assertThat(browser.open(HOME + "/consent").status()).isEqualTo(200);
    List<String> tokens = running.api.asked().stream().map(Asked::token).distinct().toList();
    assertThat(tokens).hasSizeGreaterThan(1);
  }

  @Test
  void signing_out_ends_both_sessions_and_says_so() throws Exception {
    Shown home = browser.open("/sign-in");
    Shown out = browser.press(home, "[data-testid=sign-out]");
    assertThat(out.path()).isEqualTo("/signed-out");
    assertThat(running.issuer.logouts().getLast())
        .containsEntry("post_logout_redirect_uri", running.url + "/signed-out")
        .containsKey("id_token_hint");
    assertThat(browser.look(HOME).header("location")).isEqualTo("/sign-in");
  }

  @Test
  void the_clock_signs_out_to_a_page_that_says_why() throws Exception {
    Shown home = browser.open("/sign-in");
    Shown out = browser.press(home, "#session-over > input");
    assertThat(out.part("signed-out").attr("data-inactive")).isEqualTo("true");
    assertThat(out.part("sign-in").attr("href")).isEqualTo("/sign-in?again");
  }

  @Test
  void the_page_knows_when_the_session_ends() throws Exception {
    Shown home = browser.open("/sign-in");
    assertThat(home.part("session-dialog").attr("data-idle")).isEqualTo("1800");
    assertThat(home.part("session-dialog").attr("data-warning")).isEqualTo("120");
  }

  @Test
  void a_broken_off_sign_in_gets_a_friendly_page() throws Exception {
    running.issuer.cancelSignIns();
    Shown page = browser.open("/sign-in");
    assertThat(page.part("sign-in-failed").attr("data-why")).isEqualTo("failed");
  }

  @Test
  void signing_in_again_asks_the_person_anew() throws Exception {
    browser.open("/sign-in?again");
    assertThat(running.issuer.authorizations().getLast()).containsEntry("prompt", "login");
  }

  /** Without the switch in {@link SentinelPortal}, one of the first ten persons waits for ever. */
  @Test
  void nobody_waits_on_a_kept_connection() throws Exception {
    for (int person = 0; person < 60; person++) {
      browser = new Browser(running.url);
      for (String path : List.of("/", "/signed-out", "/nowhere", HOME)) {
        browser.open("/sign-in");
        assertThat(browser.open(path).document().title()).isNotEmpty();
      }
    }
  }

  /** The clinic's log must name the person's address; a browser may claim what it likes. */
  @Test
  void the_api_is_told_whose_browser_asks_after_what_the_browser_claims() throws Exception {
    browser.open("/sign-in");
    browser.look(HOME, "X-Forwarded-For", "203.0.113.9", "User-Agent", "Mozilla/5.0 Firefox/140");
    Asked last = running.api.asked().getLast();
    assertThat(last.forwardedFor())
        .matches("203\\.0\\.113\\.9, (127\\.0\\.0\\.1|0:0:0:0:0:0:0:1|::1)");
    assertThat(last.userAgent()).isEqualTo("Mozilla/5.0 Firefox/140");
  }

  @Test
  void the_owner_takes_the_whole_log_along() throws Exception {
    browser.open("/sign-in");
    Shown page = browser.open(HOME + "/audit");
    for (String format : List.of("package", "ndjson")) {
      Shown file = browser.look(page.part("audit-" + format).attr("href"));
      assertThat(file.status()).isEqualTo(200);
      assertThat(file.header("content-disposition"))
          .contains("attachment", "sentinel-log." + format);
      assertThat(running.api.asked().getLast().query()).isEqualTo("format=" + format + "&lang=da");
    }
    assertThat(browser.look(HOME + "/audit/export.exe").status()).isEqualTo(404);
  }

  @Test
  void the_owner_takes_the_log_of_some_days_along() throws Exception {
    browser.open("/sign-in");
    Shown page = browser.open(HOME + "/audit");
    for (String format : List.of("pdf", "csv", "fhir")) {
      String address = page.part("audit-" + format).attr("formaction");
      assertThat(browser.look(address + "?from=2026-01-01&to=").status()).isEqualTo(200);
      assertThat(running.api.asked().getLast().query())
          .isEqualTo("format=" + format + "&lang=da&from=2026-01-01");
    }
  }

  // --- the end of the agreement

  private static final String TERMINATION = HOME + "/agreement/termination";
  private static final String RUNS =
      """
      {"state":"runs","deleteFrom":"2026-12-21T10:00:00Z","canBeTakenBack":false,"gone":[],
       "keysDestroyed":0}
      """;
  private static final String NOTICE =
      """
      {"state":"notice","terminatedAt":"2026-11-21T10:00:00Z","by":"Karen","canBeTakenBack":true,
       "deleteFrom":"2026-12-21T10:00:00Z","gone":[],"keysDestroyed":0}
      """;
  private static final String DELETED =
      """
      {"state":"deleted","terminatedAt":"2026-11-21T10:00:00Z","by":"Karen",
       "deleteFrom":"2026-12-21T10:00:00Z","begunAt":"2026-12-21T10:01:00Z",
       "deletedAt":"2026-12-21T10:02:00Z","backupsGoneBy":"2027-01-20T10:02:00Z",
       "canBeTakenBack":false,"gone":[{"kind":"diagnoses","count":1234}],"keysDestroyed":3}
      """;

  @Test
  void the_owner_reads_what_happens_when_types_the_number_and_ends_the_agreement()
      throws Exception {
    running.api.says("GET " + TERMINATION, 200, RUNS);
    running.api.says("POST " + TERMINATION, 201, NOTICE);
    browser.open("/sign-in");
    Shown page = browser.open(HOME + "/ending");
    assertThat(page.part("ending-timeline").text()).contains("21. december 2026");
    assertThat(page.has("take-back")).isFalse();
    page.part("cvr").val("99000007");
    running.api.says("GET " + TERMINATION, 200, NOTICE);
    Shown ended = browser.press(page, "[data-testid=end-agreement]");
    assertThat(ended.part("done").attr("data-outcome")).isEqualTo("ended");
    assertThat(running.api.asked().stream().filter(a -> a.request().equals("POST " + TERMINATION)))
        .singleElement()
        .satisfies(asked -> assertThat(asked.body()).contains("99000007"));
    assertThat(ended.part("ending-since").text()).contains("Karen", "21. november 2026");
    assertThat(ended.has("end-agreement")).isFalse();
    running.api.says("POST " + TERMINATION + "/withdrawal", 200, "{\"changed\":true}");
    running.api.says("GET " + TERMINATION, 200, RUNS);
    Shown back = browser.press(ended, "[data-testid=take-back]");
    assertThat(back.part("done").attr("data-outcome")).isEqualTo("taken-back");
  }

  @Test
  void another_number_an_old_sign_in_and_a_late_change_of_mind_are_told() throws Exception {
    running.api.says("GET " + TERMINATION, 200, RUNS);
    running.api.refuse("POST " + TERMINATION, 400, "invalid-request");
    browser.open("/sign-in");
    Shown page = browser.open(HOME + "/ending");
    Shown refused = browser.press(page, "[data-testid=end-agreement]");
    assertThat(refused.part("done").attr("data-outcome")).isEqualTo("not-confirmed");
    assertThat(refused.part("cvr").attr("aria-invalid")).isEqualTo("true");

    running.api.refuse("POST " + TERMINATION, 401, "fresh-sign-in-required");
    Shown again = browser.press(refused, "[data-testid=end-agreement]");
    assertThat(again.path()).isEqualTo(HOME + "/ending");
    assertThat(again.part("done").attr("data-outcome")).isEqualTo("signed-in");
    assertThat(running.issuer.authorizations().getLast()).containsEntry("prompt", "login");

    running.api.says("GET " + TERMINATION, 200, NOTICE);
    running.api.refuse("POST " + TERMINATION + "/withdrawal", 409, "deletion-due");
    Shown late = browser.press(browser.open(HOME + "/ending"), "[data-testid=take-back]");
    assertThat(late.part("done").attr("data-outcome")).isEqualTo("too-late");
  }

  @Test
  void an_ended_clinic_shows_its_certificate_and_its_log_and_nothing_else() throws Exception {
    running.api.says(
        "GET /me owner",
        200,
        "{\"person\":{\"id\":\"p\",\"mayRepresent\":true},\"platformRoles\":[],\"clinics\":"
            + "[{\"clinicId\":\""
            + HOME.substring("/clinics/".length())
            + "\",\"name\":\"Ærø Fys\",\"role\":\"owner\",\"ended\":true}]}");
    running.api.says("GET " + TERMINATION, 200, DELETED);
    Shown page = browser.open("/sign-in");
    assertThat(page.path()).isEqualTo(HOME + "/ending");
    assertThat(page.part("gone").text()).contains("Diagnoser", "1.234");
    assertThat(page.part("certificate").attr("href")).isEqualTo(HOME + "/ending/certificate.pdf");
    assertThat(page.has("menu-audit")).isTrue();
    assertThat(page.has("menu-people")).isFalse();
  }

  @Test
  void a_terminated_agreement_is_the_first_thing_on_the_clinics_page() throws Exception {
    running.api.says(
        "GET " + HOME + "/gates",
        200,
        """
        {"firstClosed":"agreement","gates":[{"gate":"agreement","open":false,"detail":
          {"ending":"notice","deleteFrom":"2026-12-21T10:00:00Z"}}]}
        """);
    Shown home = browser.open("/sign-in");
    assertThat(home.part("next-action").attr("data-gate")).isEqualTo("ending");
    assertThat(home.part("next-action-link").attr("href")).isEqualTo(HOME + "/ending");
  }

  // --- documents

  @Test
  void anybody_learns_what_a_document_is_without_signing_in() throws Exception {
    running.api.says(
        "POST /documents/check",
        200,
        """
        {"kind":"sealed","intact":true,"damages":[],"sha256":"%s","statement":"Bekræfter æøå",
         "sealedBy":"CN=Sentinel-enheden,O=Sentinel <enheden>,organizationIdentifier=NTRDK-99000147,C=DK",
         "sealedAt":"2026-11-21T10:00:00Z",
         "stampedAt":"2026-11-21T10:00:01Z"}
        """
            .formatted("a".repeat(64)));
    assertThat(browser.open("/check").part("check").text()).isEqualTo("Kontrollér");
    Shown found = browser.upload("/check", new byte[9_000_000]);
    assertThat(found.part("verdict").attr("data-verdict")).isEqualTo("intact");
    assertThat(found.part("statement").text()).isEqualTo("Bekræfter æøå");
    assertThat(found.part("sealed-by").text())
        .isEqualTo(
            "Sentinel-enheden Organisation: Sentinel <enheden>"
                + " Organisationsnummer: NTRDK-99000147 Land: DK");
    assertThat(browser.upload("/check", new byte[0]).part("check-error").text())
        .isEqualTo("Vælg en fil.");
    assertThat(browser.upload("/check", new byte[10 * 1024 * 1024 + 1]).part("check-error").text())
        .contains("10 MiB");
    running.api.refuse("POST /documents/check", 429, "too-many-requests");
    assertThat(browser.upload("/check", new byte[9]).part("check-error").text())
        .contains("Vent et minut");
  }

  /** A buffer that is given back twice may hold another visitor's page by then. */
  @Test
  void an_upload_that_is_refused_in_the_middle_gives_each_buffer_back_once() throws Exception {
    Queue<Throwable> dropped = new ConcurrentLinkedQueue<>();
    Hooks.onErrorDropped(dropped::add);
    try {
      for (int size : List.of(10, 11, 12, 24, 11, 10)) {
        byte[] file = new byte[size * 1024 * 1024 + 1];
        assertThat(browser.upload("/check", file).part("check-error").text()).contains("10 MiB");
      }
    } finally {
      Hooks.resetOnErrorDropped();
    }
    assertThat(dropped).isEmpty();
  }

  @Test
  void a_form_that_is_none_is_answered_like_one_without_a_file() throws Exception {
    for (String type : List.of("", "; boundary=x")) {
      Shown answer = browser.send("/check", "multipart/form-data" + type, new byte[100_000]);
      assertThat(answer.part("check-error").text()).isEqualTo("Vælg en fil.");
    }
  }

  // --- protection

  @Test
  void every_page_carries_strict_headers() throws Exception {
    for (String path : List.of("/", "/check", "/signed-out", "/nowhere", HOME)) {
      browser.open("/sign-in");
      Shown page = browser.open(path);
      assertThat(page.header("content-security-policy"))
          .contains("default-src 'none'", "script-src 'self';", "style-src 'self';")
          .contains("frame-ancestors 'none'", "base-uri 'none'")
          .doesNotContain("unsafe");
      assertThat(page.header("x-content-type-options")).isEqualTo("nosniff");
      assertThat(page.header("x-frame-options")).isEqualTo("DENY");
      assertThat(page.header("referrer-policy")).isEqualTo("same-origin");
      assertThat(page.header("permissions-policy")).contains("camera=()");
      assertThat(page.header("cache-control")).contains("no-store");
      assertThat(page.header("strict-transport-security")).isEmpty();
    }
  }

  @Test
  void assets_are_found_and_may_be_kept_for_a_year() throws Exception {
    Shown front = browser.open("/");
    List<String> assets =
        front.document().select("link[href], script[src], img[src]").stream()
            .map(one -> one.hasAttr("href") ? one.attr("href") : one.attr("src"))
            .toList();
    assertThat(assets).hasSizeGreaterThan(4);
    for (String asset : assets) {
      Shown file = browser.look(asset);
      assertThat(file.status()).as(asset).isEqualTo(200);
      assertThat(file.header("cache-control")).contains("immutable", "max-age=31536000");
    }
  }

  @Test
  void a_post_without_the_csrf_token_does_nothing() throws Exception {
    browser.open("/sign-in");
    for (String path :
        List.of(
            "/sign-out",
            "/session/stay",
            HOME + "/consent/signing",
            HOME + "/consent/withdrawal",
            HOME + "/ydernumre",
            HOME + "/ydernumre/end",
            HOME + "/people",
            HOME + "/people/removal",
            HOME + "/practice-systems",
            HOME + "/people/invitations",
            HOME + "/people/invitations/again",
            HOME + "/people/invitations/revocation",
            HOME + "/people/permissions",
            HOME + "/people/permissions/end",
            HOME + "/people/review",
            "/invitation",
            "/operator/auditors",
            "/operator/auditors/end",
            "/operator/agreement",
            "/operator/agreement/draft/signing",
            "/operator/agreement/reminders",
            "/operator/sub-processors",
            "/operator/sub-processors/change",
            HOME + "/agreement/objection",
            HOME + "/letters",
            HOME + "/powers/withdrawal",
            "/operator/powers/44440000-0000-4000-8000-000000000002/approval",
            "/operator/powers/44440000-0000-4000-8000-000000000002/rejection",
            HOME + "/agreement/signing",
            HOME + "/audit/person",
            HOME + "/projects/diagnosekodning/enrolment",
            HOME + "/projects/diagnosekodning/withdrawal")) {
      Shown refused = browser.post(path, Map.of("sha256", "x"));
      assertThat(refused.status()).as(path).isEqualTo(403);
      assertThat(refused.part("problem").attr("data-kind")).isEqualTo("outdated");
    }
    assertThat(running.api.asked()).noneMatch(one -> one.request().startsWith("POST"));
  }

  @Test
  void every_form_that_posts_carries_the_csrf_token() throws Exception {
    browser.open("/sign-in");
    for (String page :
        List.of(
            "",
            "/agreement",
            "/consent",
            "/ydernumre",
            "/people",
            "/practice-systems",
            "/people/invitations",
            "/people/permissions",
            "/people/review",
            "/projects",
            "/audit/person")) {
      assertThat(browser.open(HOME + page).document().select("form[method=post]"))
          .isNotEmpty()
          .allSatisfy(form -> assertThat(form.select("input[name=_csrf]")).isNotEmpty());
    }
  }

  @Test
  void no_address_leads_away_from_the_portal() throws Exception {
    for (String path :
        List.of(
            "/sign-in?next=https://evil.example",
            "/sign-in/failed?redirect=//evil.example",
            "/signed-out?url=//evil.example",
            "//evil.example/",
            "/?lang=https://evil.example")) {
      Shown answer = browser.look(path);
      assertThat(answer.header("location"))
          .as(path)
          .doesNotStartWith("http")
          .doesNotContain("evil");
      assertThat(answer.document().select("a[href^=//], a[href^=http]")).as(path).isEmpty();
    }
  }

  @Test
  void a_problem_in_the_address_is_one_of_ours() throws Exception {
    browser.open("/sign-in");
    Shown page = browser.open(HOME + "/agreement?problem=%3Cscript%3Ealert(1)%3C/script%3E");
    assertThat(page.part("signing-problem").attr("data-problem")).isEqualTo("other");
    assertThat(page.response().body()).doesNotContain("alert(1)</script>");
  }

  @Test
  void htmx_without_a_session_is_sent_to_sign_in() throws Exception {
    Shown answer = browser.look(HOME + "/audit", "HX-Request", "true");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("hx-redirect")).isEqualTo("/sign-in");
  }

  // --- language

  @Test
  void the_portal_speaks_danish_until_english_is_chosen() throws Exception {
    assertThat(browser.open("/").find("html").attr("lang")).isEqualTo("da");
    assertThat(browser.open("/?lang=en").find("html").attr("lang")).isEqualTo("en");
    assertThat(browser.open("/signed-out").find("html").attr("lang")).isEqualTo("en");
    browser.open("/sign-in");
    browser.open(HOME + "/agreement");
    assertThat(running.api.asked())
        .anyMatch(one -> one.request().endsWith("/agreement") && "lang=en".equals(one.query()));
  }

  // --- gates

  @Test
  void the_first_closed_gate_is_named_with_one_action() throws Exception {
    List<String> gates = List.of("practice-system", "agreement", "consent", "enrolment", "data");
    browser.open("/sign-in");
    for (int open = 0; open < 5; open++) {
      running.api.answer("GET " + HOME + "/gates", 200, "gates-" + open + ".json");
      Shown home = browser.open(HOME);
      assertThat(home.part("next-action").attr("data-gate")).isEqualTo(gates.get(open));
      assertThat(home.document().select("[data-testid=next-action-link]")).hasSize(1);
      for (int at = 0; at < 5; at++) {
        assertThat(home.part("gate-" + gates.get(at)).attr("data-open"))
            .isEqualTo(String.valueOf(at < open));
      }
    }
  }

  @Test
  void a_physiotherapist_sees_gates_and_reports_but_nothing_to_sign() throws Exception {
    running.issuer.signInAs("physiotherapist");
    running.api.answer("GET " + HOME + "/gates", 200, "gates-1.json");
    Shown home = browser.open("/sign-in");
    assertThat(home.document().select("[data-testid^=menu-]").eachAttr("data-testid"))
        .containsExactly("menu-home", "menu-report");
    assertThat(home.has("next-action-link")).isFalse();
    assertThat(browser.open(HOME + "/agreement").has("sign-button")).isFalse();
    assertThat(browser.open(HOME + "/consent").has("give-consent")).isFalse();
    assertThat(browser.open(HOME + "/projects").has("enrol-diagnosekodning")).isFalse();
  }

  @Test
  void an_auditor_chooses_a_clinic_and_lands_in_its_audit_trail() throws Exception {
    running.issuer.signInAs("auditor");
    Shown choice = browser.open("/sign-in");
    assertThat(choice.document().select("[data-testid=clinic]")).hasSize(2);
    assertThat(browser.open(HOME).path()).isEqualTo(HOME + "/audit");
  }

  @Test
  void an_operator_sees_the_clinics_and_their_gates() throws Exception {
    running.issuer.signInAs("operator");
    Shown page = browser.open("/sign-in");
    assertThat(page.path()).isEqualTo("/operator");
    assertThat(page.document().select("[data-testid=clinics-table] tbody tr")).hasSize(6);
  }

  @Test
  void a_project_editor_sees_the_projects() throws Exception {
    running.issuer.signInAs("project-editor");
    Shown page = browser.open("/sign-in");
    assertThat(page.path()).isEqualTo("/projects");
    assertThat(page.has("project-diagnosekodning")).isTrue();
  }

  @Test
  void the_operator_sees_what_differs_in_the_sign_in_service_and_has_it_put_right()
      throws Exception {
    running.issuer.signInAs("operator");
    Shown page = browser.open("/sign-in");
    assertThat(page.part("extra").text()).contains("0c9a0000-0000-4000-8000-00000000000e");
    assertThat(page.document().select("[data-testid=organization]").getFirst().text())
        .contains("hedder noget andet", "konto uden rolle");
    running.api.says(
        "POST /platform/organizations/5c1f0e0a-0000-4000-8000-000000000001/repair", 202, "");
    assertThat(browser.press(page, "[data-testid=repair]").has("repaired")).isTrue();
  }

  @Test
  void whoever_may_represent_a_new_company_gets_the_form_and_a_clinic() throws Exception {
    running.issuer.signInAs("nobody");
    Shown form = browser.open("/sign-in");
    assertThat(form.path()).isEqualTo("/new-clinic");
    assertThat(form.document().select("[data-testid=row]")).hasSize(1);
    Map<String, String> typed =
        Map.of(
            "_csrf", form.document().select("input[name=_csrf]").attr("value"),
            "name", "Åens Fysioterapi",
            "number-0", "61010",
            "speciality-0", "51",
            "region-0", "DK-83",
            "validFrom-0", "2020-01-01",
            "number-2", "061011");
    Map<String, String> more = new java.util.HashMap<>(typed);
    more.put("more", "yes");
    Shown three = browser.post("/new-clinic", more);
    assertThat(three.document().select("[data-testid=row]")).hasSize(3);
    assertThat(three.document().select("#number-1").attr("value")).isEqualTo("061011");

    running.api.says(
        "POST /clinics",
        400,
        "{\"type\":\"https://sentinel.dk/problems/invalid-request\",\"errors\":["
            + "{\"field\":\"ydernumre[1].speciality\",\"rule\":\"must\"}]}");
    Shown wrong = browser.post("/new-clinic", typed);
    assertThat(wrong.document().select("#speciality-1").attr("aria-invalid")).isEqualTo("true");
    assertThat(wrong.document().select("#speciality-0").attr("aria-invalid")).isEmpty();
    assertThat(wrong.has("wrong-name")).isFalse();

    running.api.says(
        "POST /clinics", 409, "{\"type\":\"https://sentinel.dk/problems/clinic-exists\"}");
    assertThat(browser.post("/new-clinic", typed).part("refused").text()).contains("ejer");

    running.api.says("POST /clinics", 201, "{\"clinicId\":\"" + HOME.substring(9) + "\"}");
    running.issuer.signInAs("nobody");
    browser.post("/new-clinic", typed);
    JsonMapper json = JsonMapper.shared();
    assertThat(
            running.api.asked().stream()
                .filter(asked -> asked.request().equals("POST /clinics"))
                .map(asked -> json.readTree(asked.body())))
        .contains(
            json.readTree(
                "{\"name\":\"Åens Fysioterapi\",\"ydernumre\":[{\"number\":\"61010\","
                    + "\"region\":\"DK-83\",\"speciality\":\"51\",\"validFrom\":\"2020-01-01\"},"
                    + "{\"number\":\"061011\"}]}"));
  }

  @Test
  void an_employee_of_a_new_company_is_told_who_can_set_it_up() throws Exception {
    running.issuer.signInAs("nobody");
    running.api.answer("GET /me nobody", 200, "me-employee.json");
    Shown page = browser.open("/sign-in");
    assertThat(page.part("no-right").text()).contains("ikke adgang");
    assertThat(page.part("right-unknown").text()).contains("fuldmagt");
    assertThat(page.document().select("form[action=/new-clinic]")).isEmpty();
  }

  @Test
  void a_private_mitid_is_explained_in_both_languages() throws Exception {
    running.issuer.signInAs("nobody");
    running.api.refuse("GET /me nobody", 403, "business-identity-required");
    Shown page = browser.open("/sign-in");
    assertThat(page.part("problem").attr("data-kind")).isEqualTo("private");
    assertThat(page.document().text()).contains("private MitID", "mitid-erhverv.dk");
    assertThat(page.document().select("[data-testid=business]").attr("href"))
        .isEqualTo("/sign-in?again");
    assertThat(browser.open("/home?lang=en").document().text())
        .contains("Sign in with MitID Erhverv");
  }

  // --- the acts

  @Test
  void signing_is_a_fresh_sign_in_with_the_intents_nonce() throws Exception {
    browser.open("/sign-in");
    Shown agreement = browser.open(HOME + "/agreement");
    running.api.answer("GET " + HOME + "/agreement", 200, "agreement-signed.json");
    Shown receipt = browser.press(agreement, "[data-testid=sign-button]");
    assertThat(receipt.path()).isEqualTo(HOME + "/agreement/receipt");
    assertThat(receipt.has("receipt")).isTrue();
    assertThat(running.issuer.authorizations().getLast())
        .containsEntry("prompt", "login")
        .containsEntry("max_age", "0")
        .containsEntry("nonce", "nonce-of-the-intent")
        .containsEntry("claims", LEVEL)
        .containsEntry("code_challenge_method", "S256");
    Asked handedIn =
        running.api.asked().stream()
            .filter(one -> one.request().equals("POST " + HOME + "/agreement/signatures"))
            .findFirst()
            .orElseThrow();
    assertThat(handedIn.body())
        .contains("7d0e0000-0000-4000-8000-000000000007", "\"idToken\":\"eyJ");
    assertThat(handedIn.token()).startsWith("Bearer access-owner");
  }

  @Test
  void a_version_that_gives_notice_is_shown_with_its_changes_and_can_be_objected_to()
      throws Exception {
    browser.open("/sign-in");
    running.api.answer("GET " + HOME + "/agreement", 200, "agreement-signed.json");
    running.api.answer("GET " + HOME + "/agreement/versions", 200, "standpoint-notice.json");
    Shown page = browser.open(HOME + "/agreement");
    assertThat(page.part("agreement-news").attr("data-asked")).isEqualTo("notice");
    assertThat(page.find("del").text()).isEqualTo("B.1 Godkendte underdatabehandlere: ingen.");
    assertThat(page.document().select("ins").text()).contains("Prøve <Drift> ApS (99000023)");
    assertThat(page.has("sign-button")).isFalse();
    browser.press(page, "[data-testid=object]");
    assertThat(running.api.asked().stream().map(Asked::request))
        .contains("POST " + HOME + "/agreement/objection");
  }

  @Test
  void signatures_are_listed_with_what_to_take_along_and_a_physiotherapist_does_not_ask()
      throws Exception {
    browser.open("/sign-in");
    running.api.answer("GET " + HOME + "/agreement", 200, "agreement-signed.json");
    Shown page = browser.open(HOME + "/agreement");
    assertThat(page.document().select("[data-testid=signature]").eachAttr("data-sealed"))
        .containsExactly("false", "true");
    assertThat(page.part("sealed").attr("href"))
        .endsWith("/agreement/signatures/33330000-0000-4000-8000-000000000002/document");
    assertThat(page.document().select("[data-testid=evidence]")).hasSize(1);
    running.issuer.signInAs("physiotherapist");
    browser.open("/sign-in?again");
    int asked = signatureLists();
    assertThat(browser.open(HOME + "/agreement").has("signatures")).isFalse();
    assertThat(signatureLists()).isEqualTo(asked);
  }

  /** How often something was handed in as a signature, of whatever document. */
  private long handedIn() {
    return running.api.asked().stream()
        .filter(one -> one.request().matches("POST .*/signatures"))
        .count();
  }

  private int signatureLists() {
    return (int)
        running.api.asked().stream()
            .filter(one -> one.request().equals("GET " + HOME + "/agreement/signatures"))
            .count();
  }

  @Test
  void a_version_that_must_be_signed_asks_for_it() throws Exception {
    browser.open("/sign-in");
    running.api.answer("GET " + HOME + "/agreement", 200, "agreement-signed.json");
    running.api.answer("GET " + HOME + "/agreement/versions", 200, "standpoint-signature.json");
    Shown page = browser.open(HOME + "/agreement");
    assertThat(page.part("agreement-news").attr("data-asked")).isEqualTo("signature");
    assertThat(page.has("sign-button")).isTrue();
    assertThat(page.has("object")).isFalse();
  }

  @Test
  void a_signing_that_waits_for_a_second_person_says_who_is_missing() throws Exception {
    browser.open("/sign-in");
    Shown agreement = browser.open(HOME + "/agreement");
    running.api.answer("GET " + HOME + "/agreement", 200, "agreement-begun.json");
    running.api.says(
        "POST " + HOME + "/agreement/signatures",
        201,
        "{\"signatureId\":\"s-1\",\"inForce\":false}");
    Shown waiting = browser.press(agreement, "[data-testid=sign-button]");
    assertThat(waiting.path()).isEqualTo(HOME + "/agreement");
    assertThat(waiting.part("signing-begun").text()).contains("Karen Højgaard Østergaard");
    assertThat(waiting.part("missing").text()).contains("Øjvind <Medejer>");
    assertThat(waiting.has("agreement-signed")).isFalse();
  }

  @Test
  void receipts_name_both_who_signed_jointly() throws Exception {
    String both = "\"by\":\"Øjvind <Medejer>\",\"jointlyWith\":\"Karen Østergaard\"";
    String at = "\"at\":\"2026-11-21T09:00:00Z\"";
    running.api.says(
        "GET " + HOME + "/agreement",
        200,
        "{\"version\":\"1\",\"sections\":[],\"sha256\":\"aa\",\"signed\":{"
            + at
            + ","
            + both
            + "}}");
    running.api.says(
        "GET " + HOME + "/consent",
        200,
        "{\"version\":\"1\",\"paragraphs\":[],\"sha256\":\"bb\",\"given\":{"
            + at
            + ","
            + both
            + "}}");
    running.api.says(
        "GET " + HOME + "/agreement/signatures",
        200,
        "{\"signatures\":[{\"signatureId\":\"33330000-0000-4000-8000-000000000001\","
            + "\"kind\":\"consent\",\"version\":1,\"signedAt\":\"2026-11-21T09:00:00Z\","
            + both
            + "}]}");
    browser.open("/sign-in");
    for (String document : List.of("/agreement", "/consent")) {
      Shown receipt = browser.open(HOME + document + "/receipt");
      assertThat(receipt.part("signers").text())
          .isEqualTo("Karen Østergaard og Øjvind <Medejer> i forening");
      assertThat(receipt.part("signature").text()).contains("I forening med Karen Østergaard");
      assertThat(browser.open(HOME + document).document().select("main").text())
          .contains("Underskrevet af Karen Østergaard og Øjvind <Medejer> i forening den");
    }
  }

  @Test
  void a_power_of_attorney_is_uploaded_and_taken_back_and_a_refusal_is_told() throws Exception {
    browser.open("/sign-in");
    Shown page = browser.open(HOME + "/powers");
    assertThat(page.document().select("[data-testid=power]").eachAttr("data-state"))
        .containsExactly("in-force", "waiting", "rejected");
    assertThat(page.document().select("[data-testid=withdraw-power]")).hasSize(2);
    String token = page.document().select("input[name=_csrf]").getFirst().val();
    Map<String, String> fields = Map.of("_csrf", token, "person", "p-owner", "until", "2027-01-31");
    Shown taken = browser.upload(HOME + "/powers", new byte[5 * 1024 * 1024], fields);
    assertThat(taken.part("done").attr("data-outcome")).isEqualTo("uploaded");
    assertThat(running.api.asked())
        .anyMatch(one ->
            one.request().equals("POST " + HOME + "/powers-of-attorney")
                && "until=2027-01-31&person=p-owner".equals(one.query())
                && one.token().startsWith("Bearer access-owner"));
    for (String slug : List.of("no-plain-pdf", "document-too-large", "power-not-taken")) {
      running.api.refuse("POST " + HOME + "/powers-of-attorney", 400, slug);
      Shown refused = browser.upload(HOME + "/powers", new byte[9], fields);
      assertThat(refused.part("done").attr("data-outcome")).isEqualTo(slug);
      assertThat(refused.document().select("#until").val()).isEqualTo("2027-01-31");
      assertThat(refused.document().select("[name=person][checked]").eachAttr("value"))
          .containsExactly("p-owner");
      assertThat(refused.part("file-again").text()).isNotEmpty();
    }
    long sent = uploadedPowers();
    Shown large = browser.upload(HOME + "/powers", new byte[20_000_000], fields);
    assertThat(large.part("done").attr("data-outcome")).isEqualTo("document-too-large");
    assertThat(uploadedPowers()).isEqualTo(sent);
    Shown withdrawn = browser.press(browser.open(HOME + "/powers"), "[data-testid=withdraw-power]");
    assertThat(withdrawn.part("done").attr("data-outcome")).isEqualTo("withdrawn");
    for (Map<String, String> forged :
        List.of(Map.of("person", "p"), Map.of("person", "p", "_csrf", "guess"))) {
      assertThat(browser.upload(HOME + "/powers", new byte[9], forged).status()).isEqualTo(403);
    }
    assertThat(browser.upload(HOME + "/powers/withdrawal", new byte[9], fields).status())
        .isEqualTo(403);
    assertThat(uploadedPowers()).isEqualTo(sent);
  }

  private long uploadedPowers() {
    return running.api.asked().stream()
        .filter(one -> one.request().equals("POST " + HOME + "/powers-of-attorney"))
        .count();
  }

  @Test
  void the_operator_reads_a_power_of_attorney_and_decides() throws Exception {
    running.issuer.signInAs("operator");
    browser.open("/sign-in");
    Shown all = browser.open("/operator/powers");
    assertThat(all.document().select("[data-testid=waiting-power]")).hasSize(2);
    Shown one = browser.open(all.part("look-at-power").attr("href"));
    assertThat(one.part("power-facts").text()).contains("Øjvind <Medejer>");
    assertThat(browser.open(one.part("power-document").attr("href")).status()).isEqualTo(200);
    String path = one.document().expectFirst("form[action$=approval]").attr("action");
    String token = one.document().select("input[name=_csrf]").getFirst().val();
    Shown approved = browser.post(path, Map.of("_csrf", token, "signers", "2"));
    assertThat(approved.part("done").attr("data-outcome")).isEqualTo("approved");
    String power = "POST /powers-of-attorney/44440000-0000-4000-8000-000000000002/";
    assertThat(running.api.asked())
        .anyMatch(asked ->
            asked.request().equals(power + "approval") && asked.body().equals("{\"signers\":2}"));
    running.api.refuse(power + "approval", 409, "same-person");
    assertThat(
            browser
                .post(path, Map.of("_csrf", token, "signers", "1"))
                .part("done")
                .attr("data-outcome"))
        .isEqualTo("same-person");
    assertThat(
            browser
                .post(
                    path.replace("approval", "rejection"),
                    Map.of("_csrf", token, "reason", "not-signed"))
                .part("done")
                .attr("data-outcome"))
        .isEqualTo("rejected");
  }

  @Test
  void the_representative_signs_the_draft_with_a_fresh_sign_in() throws Exception {
    running.issuer.signInAs("operator");
    browser.open("/sign-in");
    Shown versions = browser.open("/operator/agreement");
    assertThat(versions.part("draft-waits").text()).contains("version 3");
    assertThat(versions.document().select("[data-testid=campaign-clinic]")).isNotEmpty();
    Shown draft = browser.open("/operator/agreement/draft");
    Shown published = browser.press(draft, "[data-testid=sign-button]");
    assertThat(published.has("published")).isTrue();
    assertThat(running.issuer.authorizations().getLast())
        .containsEntry("prompt", "login")
        .containsEntry("nonce", "nonce-of-the-draft");
    running.api.refuse("POST /agreement-versions/draft/signatures", 403, "no-right-to-represent");
    Shown refused = browser.press(draft, "[data-testid=sign-button]");
    assertThat(refused.path()).isEqualTo("/operator/agreement/draft");
    assertThat(refused.part("signing-problem").attr("data-problem"))
        .isEqualTo("no-right-to-represent");
  }

  @Test
  void a_faulty_text_comes_back_with_the_places_to_correct() throws Exception {
    running.issuer.signInAs("operator");
    browser.open("/sign-in");
    running.api.refuse("POST /agreement-versions", 400, "invalid-request");
    Shown page = browser.open("/operator/agreement");
    Shown again =
        browser.post(
            "/operator/agreement",
            Map.of(
                "_csrf",
                page.find("section input[name=_csrf]").attr("value"),
                "days",
                "30",
                "which",
                "own",
                "template",
                "{\"format\": \"<b>"));
    assertThat(again.document().select("textarea").text()).isEqualTo("{\"format\": \"<b>");
    assertThat(running.api.asked().stream().map(Asked::body))
        .contains("{\"template\":\"{\\\"format\\\": \\\"<b>\",\"days\":30}");
  }

  @Test
  void a_sub_processor_is_added_and_ends() throws Exception {
    running.issuer.signInAs("operator");
    browser.open("/sign-in");
    Shown page = browser.open("/operator/sub-processors");
    assertThat(page.part("sub-processors-table").text())
        .contains("Prøve <Drift> ApS", "Drift af servere", "Ophørt den");
    running.api.says("POST /sub-processors/22220000-0000-4000-8000-000000000001/end", 200, "{}");
    assertThat(browser.press(page, "[data-testid=end]").part("done").attr("data-outcome"))
        .isEqualTo("end");
  }

  @Test
  void a_refused_signature_says_what_to_do() throws Exception {
    browser.open("/sign-in");
    running.api.refuse("POST " + HOME + "/agreement/signatures", 422, "no-right-to-represent");
    Shown page = browser.press(browser.open(HOME + "/agreement"), "[data-testid=sign-button]");
    assertThat(page.part("signing-problem").attr("data-problem"))
        .isEqualTo("no-right-to-represent");
    assertThat(page.document().text()).doesNotContain("secret detail");
  }

  @Test
  void a_fresh_sign_in_that_was_broken_off_signs_nothing() throws Exception {
    browser.open("/sign-in");
    Shown agreement = browser.open(HOME + "/agreement");
    running.issuer.cancelSignIns();
    Shown page = browser.press(agreement, "[data-testid=sign-button]");
    assertThat(page.part("signing-problem").attr("data-problem")).isEqualTo("cancelled");
    assertThat(handedIn()).isZero();
  }

  @Test
  void a_return_with_a_strange_state_signs_nothing_and_spends_the_attempt() throws Exception {
    browser.open("/sign-in");
    Shown agreement = browser.open(HOME + "/agreement");
    running.issuer.cancelSignIns();
    browser.press(agreement, "[data-testid=sign-button]");
    Shown page = browser.open("/login/oauth2/code/signing?code=stolen&state=guessed");
    assertThat(page.path()).isEqualTo(HOME);
    assertThat(handedIn()).isZero();
  }

  @Test
  void consent_is_signed_like_the_agreement_and_withdrawn_with_one_button() throws Exception {
    browser.open("/sign-in");
    Shown page = browser.open(HOME + "/consent");
    assertThat(page.part("consent-pdf").attr("href")).isEqualTo(HOME + "/consent/document");
    assertThat(browser.open(HOME + "/consent/receipt").has("receipt")).isFalse();
    running.api.answer("GET " + HOME + "/consent", 200, "consent-given.json");
    Shown receipt = browser.press(page, "[data-testid=give-consent]");
    assertThat(receipt.path()).isEqualTo(HOME + "/consent/receipt");
    assertThat(receipt.has("receipt")).isTrue();
    assertThat(receipt.document().select("[data-testid=signature]")).hasSize(1);
    assertThat(running.issuer.authorizations().getLast())
        .containsEntry("prompt", "login")
        .containsEntry("max_age", "0")
        .containsEntry("nonce", "nonce-of-the-consent");
    assertThat(running.api.asked())
        .anyMatch(one ->
            one.request().equals("POST " + HOME + "/consent/signatures")
                && one.body().contains("7d0e0000-0000-4000-8000-000000000008"));
    Shown withdrawn =
        browser.press(browser.open(HOME + "/consent"), "[data-testid=withdraw-consent]");
    assertThat(withdrawn.part("done").attr("data-outcome")).isEqualTo("withdrawn");
    assertThat(running.api.asked())
        .anyMatch(one ->
            one.request().equals("POST " + HOME + "/consent/signing-intents")
                && one.body().contains("abab"));
  }

  @Test
  void a_consent_that_was_not_given_says_why() throws Exception {
    browser.open("/sign-in");
    for (String slug : List.of("holds-already", "gate-closed", "document-changed")) {
      running.api.refuse("POST " + HOME + "/consent/signing-intents", 409, slug);
      Shown refused = browser.press(browser.open(HOME + "/consent"), "[data-testid=give-consent]");
      assertThat(refused.path()).startsWith(HOME + "/consent");
      assertThat(refused.part("signing-problem").attr("data-problem")).isEqualTo(slug);
    }
  }

  @Test
  void the_owner_adds_and_ends_ydernumre_and_is_told_what_is_wrong() throws Exception {
    browser.open("/sign-in");
    Shown page = browser.open(HOME + "/ydernumre");
    assertThat(page.document().select("[data-testid=ydernummer]")).hasSize(2);
    assertThat(page.part("ydernumre-table").text())
        .contains("123456", "fysioterapi", "Region Hovedstaden", "1. januar 2020");
    assertThat(page.find("#end-1").attr("value")).isEqualTo("2024-06-30");

    Map<String, String> form =
        Map.of(
            "_csrf", page.find("section input[name=_csrf]").attr("value"),
            "number-0", " 61020 ",
            "speciality-0", "57",
            "region-0", "DK-82",
            "validFrom-0", "2026-01-01");
    assertThat(browser.post(HOME + "/ydernumre", form).part("done").attr("data-outcome"))
        .isEqualTo("added");
    assertThat(running.api.asked().stream().map(Asked::body))
        .contains(
            "{\"number\":\"61020\",\"region\":\"DK-82\",\"speciality\":\"57\","
                + "\"validFrom\":\"2026-01-01\"}");
    running.api.says(
        "POST " + HOME + "/ydernumre",
        409,
        "{\"type\":\"https://sentinel.dk/problems/ydernummer-held\",\"errors\":["
            + "{\"field\":\"number\",\"rule\":\"held\"}]}");
    Shown held = browser.post(HOME + "/ydernumre", form);
    assertThat(held.part("wrong-number").text()).contains("anden klinik");
    assertThat(held.find("#number-0").attr("value")).isEqualTo("61020");
    assertThat(held.find("#speciality-0 option[selected]").attr("value")).isEqualTo("57");

    Shown ended = browser.press(page, "[data-number=123456] [data-testid=end]");
    assertThat(ended.part("done").attr("data-outcome")).isEqualTo("ended");
    assertThat(running.api.asked())
        .anyMatch(one ->
            one.request().equals("PUT " + HOME + "/ydernumre/123456/2020-01-01")
                && one.body().equals("{\"validTo\":null}"));
    running.api.refuse("PUT " + HOME + "/ydernumre/123457/2020-01-01", 400, "invalid-request");
    assertThat(
            browser
                .press(page, "[data-number=123457] [data-testid=end]")
                .part("done")
                .attr("data-outcome"))
        .isEqualTo("wrong-end");
  }

  @Test
  void who_is_no_owner_sees_ydernumre_without_forms() throws Exception {
    running.issuer.signInAs("physiotherapist");
    browser.open("/sign-in");
    Shown page = browser.open(HOME + "/ydernumre");
    assertThat(page.part("ydernumre-table").text()).contains("Intet ophør", "30. juni 2024");
    assertThat(page.document().select("main form")).isEmpty();
  }

  @Test
  void whoever_comes_for_a_company_that_is_a_clinic_is_told_before_typing_who_gives_access()
      throws Exception {
    running.issuer.signInAs("nobody");
    running.api.says(
        "GET /me/company",
        200,
        "{\"cvr\":\"99000007\",\"name\":\"X\",\"clinic\":{\"name\":\"Ærø Fys\","
            + "\"owners\":[\"Åse Ejer\",\"Bo Ejer\"]}}");
    for (String me : List.of("me-nobody.json", "me-employee.json")) {
      running.api.answer("GET /me nobody", 200, me);
      Shown page = new Browser(running.url).open("/sign-in");
      assertThat(page.path()).isEqualTo("/new-clinic");
      assertThat(page.part("owners").text()).isEqualTo("Åse Ejer Bo Ejer");
      assertThat(page.part("own-id").text()).startsWith("p-");
      assertThat(page.document().select("form[action=/new-clinic]")).isEmpty();
    }
  }

  @Test
  void the_owner_gives_a_role_and_is_told_at_the_field_what_is_wrong() throws Exception {
    browser.open("/sign-in");
    Shown people = browser.open(HOME + "/people");
    assertThat(people.document().select("[data-testid=person]")).hasSize(3);
    assertThat(people.part("people-table").text()).contains("Rita <Revisor>", "31. december 2026");
    String csrf = people.find("section input[name=_csrf]").attr("value");

    Map<String, String> form =
        Map.of(
            "_csrf",
            csrf,
            "name",
            " Ny Kollega ",
            "professionalId",
            "p-new",
            "role",
            "owner",
            "until",
            "2027-01-01");
    Shown added = browser.post(HOME + "/people", form);
    assertThat(added.part("done").attr("data-outcome")).isEqualTo("added");
    assertThat(running.api.asked().stream().map(Asked::body))
        .contains("{\"name\":\"Ny Kollega\",\"professionalId\":\"p-new\",\"role\":\"owner\"}");

    running.api.says(
        "POST " + HOME + "/members",
        400,
        "{\"type\":\"https://sentinel.dk/problems/invalid-request\",\"errors\":[{\"field\":\"until\","
            + "\"rule\":\"must\"}]}");
    Shown wrong = browser.post(HOME + "/people", form);
    assertThat(wrong.part("wrong-until").text()).contains("revisor");
    assertThat(wrong.has("wrong-name")).isFalse();
    assertThat(wrong.find("#name").attr("value")).isEqualTo("Ny Kollega");
    assertThat(wrong.find("#until").attr("aria-invalid")).isEqualTo("true");
    assertThat(wrong.find("#role-owner").hasAttr("checked")).isTrue();
  }

  @Test
  void a_role_is_taken_after_asking_once_more_and_the_last_owner_stays() throws Exception {
    browser.open("/sign-in");
    Shown people = browser.open(HOME + "/people");
    Shown sure = browser.press(people, "[data-role=physiotherapist] [data-testid=remove]");
    assertThat(sure.part("sure-who").text()).contains("Søren Fysioterapeut", "Fysioterapeut");
    assertThat(running.api.asked()).noneMatch(one -> one.request().startsWith("DELETE"));
    Shown removed = browser.press(sure, "[data-testid=sure]");
    assertThat(removed.part("done").attr("data-outcome")).isEqualTo("removed");

    Shown last =
        browser.press(
            browser.press(people, "[data-role=owner] [data-testid=remove]"), "[data-testid=sure]");
    assertThat(last.part("done").attr("data-outcome")).isEqualTo("last-owner");
    running.api.answer("GET " + HOME + "/members", 200, "members.json");
    running.api.refuse("DELETE " + HOME + "/members/p-rev/auditor", 404, "member-not-found");
    Shown gone =
        browser.press(
            browser.press(people, "[data-role=auditor] [data-testid=remove]"),
            "[data-testid=sure]");
    assertThat(gone.part("done").attr("data-outcome")).isEqualTo("gone");
  }

  @Test
  void a_practice_system_that_waits_is_the_first_thing_an_owner_sees() throws Exception {
    running.api.answer("GET " + HOME + "/gates", 200, "gates-waiting.json");
    browser.open("/sign-in");
    Shown home = browser.open(HOME);
    assertThat(home.part("next-action").text()).contains("venter på dit svar");
    assertThat(home.part("next-action-link").attr("href")).isEqualTo(HOME + "/practice-systems");
  }

  @Test
  void the_owner_confirms_refuses_and_stops_practice_systems() throws Exception {
    browser.open("/sign-in");
    Shown systems = browser.open(HOME + "/practice-systems");
    assertThat(systems.document().select("[data-testid=practice-system]")).hasSize(3);
    assertThat(systems.document().text())
        .contains("Systemhuset <Fjord> A/S", "061020", "diagnoser", "Bekræftet af Åse Ejer");
    Shown confirmed = browser.press(systems, "[data-testid=confirm]");
    assertThat(confirmed.part("done").attr("data-outcome")).isEqualTo("confirm");
    Shown refused = browser.press(systems, "[data-testid=refuse]");
    assertThat(refused.part("done").attr("data-outcome")).isEqualTo("refuse");

    Shown sure = browser.press(systems, "[data-testid=stop]");
    assertThat(sure.part("sure-which").text()).contains("Demojournalen", "061010");
    assertThat(running.api.asked()).noneMatch(one -> one.request().endsWith("/stop"));
    Shown stopped = browser.press(sure, "[data-testid=sure]");
    assertThat(stopped.part("done").attr("data-outcome")).isEqualTo("stop");

    running.api.refuse(
        "POST " + HOME + "/practice-systems/demo-journal/061020/confirmation",
        409,
        "activation-state");
    Shown late = browser.press(systems, "[data-testid=confirm]");
    assertThat(late.part("done").attr("data-outcome")).isEqualTo("refused");
  }

  @Test
  void only_an_owner_decides_about_practice_systems() throws Exception {
    running.issuer.signInAs("physiotherapist");
    browser.open("/sign-in");
    Shown systems = browser.open(HOME + "/practice-systems");
    assertThat(systems.document().select("[data-testid=practice-system] form")).isEmpty();
  }

  @Test
  void the_operator_registers_a_practice_system_and_gives_it_keys() throws Exception {
    running.issuer.signInAs("operator");
    browser.open("/sign-in");
    Shown list = browser.open("/operator/practice-systems");
    assertThat(list.document().select("[data-system]")).hasSize(2);
    assertThat(list.document().text()).contains("Systemhuset <Fjord> A/S", "Suspenderet");
    Map<String, String> form =
        Map.of(
            "_csrf",
            list.find("section input[name=_csrf]").attr("value"),
            "name",
            "Ny journal",
            "systemId",
            "demo-journal",
            "vendor",
            "Systemhuset Ny",
            "vendorCvr",
            "99000155",
            "kinds",
            "Patient");
    Shown registered = browser.post("/operator/practice-systems", form);
    assertThat(registered.part("done").attr("data-outcome")).isEqualTo("registered");
    running.api.says(
        "POST /practice-systems",
        400,
        "{\"type\":\"https://sentinel.dk/problems/invalid-request\",\"errors\":[{\"field\":"
            + "\"vendorCvr\",\"rule\":\"must\"}]}");
    Shown wrong = browser.post("/operator/practice-systems", form);
    assertThat(wrong.part("wrong-vendorCvr").text()).contains("otte cifre");
    assertThat(wrong.find("#name").attr("value")).isEqualTo("Ny journal");
    assertThat(wrong.find("#kind-Patient").hasAttr("checked")).isTrue();

    Shown system = browser.open("/operator/practice-systems/demo-journal");
    assertThat(system.part("key-names").text()).contains("2025-06", "2026-11");
    String csrf = system.find("input[name=_csrf]").attr("value");
    Shown keys =
        browser.post(
            "/operator/practice-systems/demo-journal/keys",
            Map.of("_csrf", csrf, "jwks", "{\"keys\":[]}", "jwksUrl", ""));
    assertThat(keys.part("done").attr("data-outcome")).isEqualTo("keys");
    Shown neither =
        browser.post(
            "/operator/practice-systems/demo-journal/keys",
            Map.of("_csrf", csrf, "jwks", "no json", "jwksUrl", ""));
    assertThat(neither.has("wrong-jwks")).isTrue();
    Shown fetched = browser.press(system, "[data-testid=refresh]");
    assertThat(fetched.part("done").attr("data-outcome")).isEqualTo("refresh");
  }

  @Test
  void an_owner_says_where_letters_go_and_declines_them() throws Exception {
    browser.open("/sign-in");
    Shown page = browser.open(HOME + "/letters");
    assertThat(page.find("#address").attr("value")).isEqualTo("post@klinik.example");
    assertThat(page.part("letters-table").text())
        .contains("To uger til fristen", "Adressen blev afvist", "Venter siden");
    Shown set = browser.press(page, "[data-testid=set]");
    assertThat(set.part("done").attr("data-outcome")).isEqualTo("set");
    assertThat(running.api.asked().stream().map(Asked::request))
        .contains("PUT " + HOME + "/letters/address");
    Shown removed = browser.press(set, "[data-testid=remove]");
    assertThat(removed.part("done").attr("data-outcome")).isEqualTo("removed");
  }

  @Test
  void the_operator_sees_who_was_written_to_and_has_the_others_reminded() throws Exception {
    running.issuer.signInAs("operator");
    browser.open("/sign-in");
    Shown page = browser.open("/operator/agreement");
    assertThat(page.document().select("[data-testid=campaign-letter]").getFirst().text())
        .contains("Sendt", "To uger til fristen");
    assertThat(page.response().body()).doesNotContain("post@klinik.example");
    Shown reminded = browser.press(page, "[data-testid=remind]");
    assertThat(reminded.part("reminded").text()).contains("2");
    running.api.answer("GET /platform/letters", 200, "letters-off.json");
    assertThat(browser.open("/operator/agreement").has("letters-off")).isTrue();
  }

  @Test
  void an_address_with_an_odd_query_is_a_page_like_any_other() throws Exception {
    Shown page = browser.look("/?a=b=c&lang=en&x");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.part("language-da").attr("href")).isEqualTo("/?a=b=c&x&lang=da");
  }

  @Test
  void the_operator_suspends_a_practice_system_after_being_asked_once_more() throws Exception {
    running.issuer.signInAs("operator");
    browser.open("/sign-in");
    Shown system = browser.open("/operator/practice-systems/demo-journal");
    Shown sure = browser.press(system, "[data-testid=suspend]");
    assertThat(sure.part("sure-which").text()).contains("Demojournalen");
    assertThat(running.api.asked()).noneMatch(one -> one.request().endsWith("/suspension"));
    Shown suspended = browser.press(sure, "[data-testid=sure]");
    assertThat(suspended.part("done").attr("data-outcome")).isEqualTo("suspension");
    Shown other = browser.open("/operator/practice-systems/other-journal");
    Shown goesOn = browser.press(other, "[data-testid=suspend]");
    assertThat(goesOn.part("done").attr("data-outcome")).isEqualTo("resumption");
    assertThat(browser.open("/operator/practice-systems/unknown").status()).isEqualTo(404);
  }

  @Test
  void the_program_that_checks_a_package_is_handed_on() throws Exception {
    browser.open("/sign-in");
    String address = browser.open(HOME + "/audit").part("audit-verifier").attr("href");
    Shown program = browser.open(address);
    assertThat(program.response().body()).isEqualTo("PK stand-in");
    assertThat(program.header("Content-Disposition")).contains("sentinel-verify.jar");
  }

  @Test
  void an_invitations_link_is_shown_once_and_stands_in_no_address() throws Exception {
    browser.open("/sign-in");
    Shown page = browser.open(HOME + "/people/invitations");
    assertThat(page.document().select("[data-testid=invitation]")).hasSize(3);
    assertThat(page.part("invitations-table").text())
        .contains("kaj@klinik.example", "Sille <Sekretær>", "Ærø Fysioterapi ApS", "061010");
    Shown sent =
        browser.post(
            HOME + "/people/invitations",
            Map.of(
                "_csrf",
                page.find("section input[name=_csrf]").attr("value"),
                "email",
                "ny@klinik.example",
                "role",
                "physiotherapist",
                "logFrom",
                "2026-01-01"));
    assertThat(sent.part("done").attr("data-outcome")).isEqualTo("invited");
    assertThat(sent.part("link").text()).endsWith("/invitation/open?code=secret-code");
    assertThat(sent.part("mail").attr("href"))
        .startsWith("mailto:ny@klinik.example?subject=")
        .contains("secret-code");
    assertThat(running.api.asked().stream().map(Asked::body))
        .contains("{\"email\":\"ny@klinik.example\",\"role\":\"physiotherapist\"}");
    assertThat(browser.open(HOME + "/people/invitations").has("link")).isFalse();
  }

  @Test
  void the_code_of_an_invitation_waits_in_the_session_for_the_sign_in() throws Exception {
    Shown asked = browser.open("/invitation/open?code=secret-code");
    assertThat(asked.response().uri().toString()).doesNotContain("secret-code");
    assertThat(asked.part("offer").text()).contains("Sekretær");
    Shown home = browser.press(asked, "[data-testid=accept]");
    assertThat(home.response().uri().getPath()).isEqualTo(HOME);
    assertThat(running.api.asked())
        .anyMatch(one ->
            one.request().equals("POST /invitations/acceptance")
                && one.body().equals("{\"code\":\"secret-code\"}"));
    for (String reason : List.of("used", "revoked", "expired", "not-found")) {
      running.api.refuse("POST /invitations/offer", 410, "invitation-" + reason);
      assertThat(
              browser
                  .open("/invitation/open?code=other")
                  .part("invitation-refused")
                  .attr("data-reason"))
          .isEqualTo("invitation-" + reason);
    }
  }

  @Test
  void permissions_are_shown_given_and_ended() throws Exception {
    browser.open("/sign-in");
    Shown page = browser.open(HOME + "/people/permissions");
    assertThat(page.document().select("[data-testid=permission][data-state=holds]")).hasSize(1);
    assertThat(page.document().select("[data-testid=permission][data-state=ended]")).hasSize(1);
    assertThat(page.document().select("#person option"))
        .extracting(option -> option.attr("value"))
        .containsExactly("", "p-owner", "p-fys");
    Shown granted =
        browser.post(
            HOME + "/people/permissions",
            Map.of(
                "_csrf",
                page.find("section input[name=_csrf]").attr("value"),
                "professionalId",
                "p-fys",
                "authorisation",
                "0b1c2",
                "criteria",
                "treating",
                "from",
                "2026-11-21",
                "to",
                "2027-11-21"));
    assertThat(granted.part("done").attr("data-outcome")).isEqualTo("granted");
    running.api.refuse(
        "DELETE " + HOME + "/permissions/22220000-0000-4000-8000-000000000001",
        404,
        "permission-not-found");
    assertThat(browser.press(page, "[data-testid=end]").part("done").attr("data-outcome"))
        .isEqualTo("gone");
  }

  @Test
  void a_review_needs_a_decision_on_each_line() throws Exception {
    browser.open("/sign-in");
    assertThat(browser.open(HOME).part("review-due").attr("data-overdue")).isEqualTo("true");
    Shown page = browser.open(HOME + "/people/review");
    assertThat(page.document().select("[data-testid=line]")).hasSize(3);
    assertThat(page.part("past-review").text()).contains("Gert <Gået>", "Frataget");
    Shown undecided =
        browser.post(
            HOME + "/people/review",
            Map.of(
                "_csrf",
                page.find("section input[name=_csrf]").attr("value"),
                "line",
                "p-owner/owner"));
    assertThat(undecided.part("done").attr("data-outcome")).isEqualTo("undecided");
    assertThat(running.api.asked())
        .noneMatch(one -> one.request().equals("POST " + HOME + "/access-reviews"));
  }

  @Test
  void what_was_refused_by_the_instruction_is_told_with_what_mends_it() throws Exception {
    running.api.answer("GET " + HOME + "/deviations", 200, "deviations.json");
    browser.open("/sign-in");

    Shown page = browser.open(HOME + "/deviations");

    assertThat(page.document().select("[data-testid=deviation]")).hasSize(3);
    assertThat(page.find("[data-reason=consent]").text())
        .contains("20. november 2026", "15.12", "Demo <Journal>", "1.204");
    assertThat(page.find("[data-reason=consent] a").attr("href")).isEqualTo(HOME + "/consent");
    assertThat(page.find("[data-reason=permission] a").attr("href"))
        .isEqualTo(HOME + "/people/permissions");
    assertThat(page.find("[data-reason=kind] a").attr("href"))
        .isEqualTo(HOME + "/practice-systems");
  }

  @Test
  void the_owner_is_told_of_what_was_refused_of_late_and_not_of_what_is_long_past()
      throws Exception {
    browser.open("/sign-in");
    LocalDate today = LocalDate.now(ZoneId.of("Europe/Copenhagen"));

    deviatedOn(today.minusDays(29));
    assertThat(browser.open(HOME).find("[data-testid=to-deviations]").attr("href"))
        .isEqualTo(HOME + "/deviations");
    assertThat(running.api.asked())
        .filteredOn(one -> one.request().equals("GET " + HOME + "/deviations"))
        .isNotEmpty()
        .allMatch(one -> "limit=1".equals(one.query()));
    deviatedOn(today.minusDays(30));
    assertThat(browser.open(HOME).has("deviations-recent")).isFalse();
  }

  private void deviatedOn(LocalDate day) {
    running.api.says(
        "GET " + HOME + "/deviations",
        200,
        "{\"from\":\"2025-11-22\",\"deviations\":[{\"day\":\""
            + day
            + "\",\"act\":\"read\",\"project\":\"diagnosekodning\",\"reason\":\"consent\",\"times\":1,"
            + "\"entries\":1,\"last\":\""
            + day
            + "T08:00:00Z\"}]}");
  }

  @Test
  void without_deviations_the_owner_is_told_so_and_not_alarmed() throws Exception {
    browser.open("/sign-in");

    assertThat(browser.open(HOME).has("deviations-recent")).isFalse();
    Shown page = browser.open(HOME + "/deviations");

    assertThat(page.part("no-deviations").text()).contains("22. november 2025");
    assertThat(page.has("deviations-table")).isFalse();
  }

  @Test
  void an_auditor_reads_deviations_without_links_to_the_owners_pages() throws Exception {
    running.api.answer("GET " + HOME + "/deviations", 200, "deviations.json");
    running.issuer.signInAs("auditor");
    browser.open("/sign-in");

    Shown page = browser.open(HOME + "/deviations");

    assertThat(page.document().select("[data-testid=deviation]")).hasSize(3);
    assertThat(page.document().select("[data-testid=deviation] a")).isEmpty();
  }

  @Test
  void without_a_permission_the_report_page_says_whom_to_ask() throws Exception {
    running.issuer.signInAs("physiotherapist");
    browser.open("/sign-in");
    running.api.refuse("GET " + HOME + "/reports/diagnosekodning", 403, "permission-required");
    Shown page = browser.open(HOME + "/reports/diagnosekodning");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.part("report-unpermitted").text()).contains("42 d");
    assertThat(page.has("report-closed")).isFalse();
  }

  @Test
  void whoever_names_no_clinic_does_not_let_an_auditor_into_all() throws Exception {
    running.issuer.signInAs("operator");
    browser.open("/sign-in");
    Shown page = browser.open("/operator/auditors");
    assertThat(page.part("auditors-table").text()).contains("Rita <Revisor>", "Ærø Fysioterapi");
    browser.post(
        "/operator/auditors",
        Map.of(
            "_csrf",
            page.find("section input[name=_csrf]").attr("value"),
            "name",
            "R",
            "professionalId",
            "p",
            "where",
            "named",
            "until",
            "2027-01-01"));
    assertThat(running.api.asked().stream().map(Asked::body))
        .contains(
            "{\"clinics\":[],\"name\":\"R\",\"professionalId\":\"p\",\"until\":\"2027-01-01\"}");
  }

  @Test
  void only_an_owner_can_give_and_take_roles() throws Exception {
    running.issuer.signInAs("physiotherapist");
    browser.open("/sign-in");
    running.api.refuse("GET " + HOME + "/members", 403, "role-required");
    assertThat(browser.open(HOME + "/people").status()).isEqualTo(403);
  }

  @Test
  void enrolling_and_leaving_reach_the_api() throws Exception {
    browser.open("/sign-in");
    Shown projects = browser.open(HOME + "/projects");
    Shown enrolled = browser.press(projects, "[data-testid=enrol-diagnosekodning]");
    assertThat(enrolled.part("done").attr("data-outcome")).isEqualTo("enrolled");
    running.api.refuse("POST " + HOME + "/projects/diagnosekodning/enrolment", 409, "gate-closed");
    Shown refused = browser.press(projects, "[data-testid=enrol-diagnosekodning]");
    assertThat(refused.part("done").attr("data-outcome")).isEqualTo("refused");
  }

  // --- report

  @Test
  void the_report_shows_shares_with_two_decimals_in_the_readers_way() throws Exception {
    running.issuer.signInAs("physiotherapist");
    browser.open("/sign-in");
    Shown danish = browser.open(HOME + "/reports/diagnosekodning");
    assertThat(danish.find("[data-testid=report-table] tbody tr").text())
        .contains("L03", "27,82 %");
    Shown english = browser.open(HOME + "/reports/diagnosekodning?lang=en");
    assertThat(english.find("[data-testid=report-table] tbody tr").text()).contains("27.82%");
    assertThat(danish.part("report-chart").attr("aria-hidden")).isEqualTo("true");
  }

  @Test
  void a_period_that_cannot_be_used_falls_back_and_says_so() throws Exception {
    browser.open("/sign-in");
    Shown page = browser.open(HOME + "/reports/diagnosekodning?from=2026-12-31&to=2026-01-01");
    assertThat(page.has("period-unusable")).isTrue();
    assertThat(page.has("report-table")).isTrue();
    for (String query :
        List.of("?from=0001-01-01&to=0001-02-01", "?from=x&to=y", "?from=2026-01-01")) {
      Shown odd = browser.open(HOME + "/reports/diagnosekodning" + query);
      assertThat(odd.has("period-unusable")).as(query).isTrue();
    }
  }

  @Test
  void no_diagnoses_and_closed_gates_are_told_on_the_page() throws Exception {
    browser.open("/sign-in");
    running.api.answer("GET " + HOME + "/reports/diagnosekodning", 200, "report-empty.json");
    assertThat(browser.open(HOME + "/reports/diagnosekodning").has("report-empty")).isTrue();
    running.api.refuse("GET " + HOME + "/reports/diagnosekodning", 409, "gate-closed");
    assertThat(browser.open(HOME + "/reports/diagnosekodning").has("report-closed")).isTrue();
  }

  @Test
  void the_pdf_is_handed_on_as_a_download_and_not_kept() throws Exception {
    browser.open("/sign-in");
    Shown pdf = browser.look(HOME + "/reports/diagnosekodning.pdf?from=2026-01-01&to=2026-06-30");
    assertThat(pdf.header("content-type")).isEqualTo("application/pdf");
    assertThat(pdf.header("content-disposition"))
        .isEqualTo("attachment; filename=\"diagnosekodning-2026-01-01-2026-06-30.pdf\"");
    assertThat(pdf.header("cache-control")).contains("no-store");
    assertThat(pdf.response().body()).startsWith("%PDF");
  }

  // --- audit trail

  @Test
  void the_audit_trail_speaks_in_words_and_says_how_far_it_reaches() throws Exception {
    browser.open("/sign-in");
    Shown page = browser.open(HOME + "/audit");
    assertThat(page.part("audit-reach").text())
        .isEqualTo(
            "Søgbar til og med 21. november 2026 kl. 10.41; de seneste 23 handlinger er på vej.");
    assertThat(page.find("[data-action=agreement.sign]").text())
        .contains("Underskrev databehandleraftalen", "Karen Højgaard Østergaard", "Klinikejer");
    assertThat(page.find("[data-action=something.new]").text()).contains("something.new");
  }

  @Test
  void filters_reach_the_api_in_copenhagen_days() throws Exception {
    browser.open("/sign-in");
    browser.open(
        HOME + "/audit?from=2026-11-01&to=2026-11-21&action=report.open&outcome=success&x=1");
    Asked search = running.api.asked().getLast();
    assertThat(decoded(search))
        .contains("from=2026-10-31T23:00:00Z", "to=2026-11-21T23:00:00Z")
        .contains("action=report.open", "outcome=success", "size=25");
  }

  @Test
  void counts_narrow_the_search_and_widen_it_again() throws Exception {
    browser.open("/sign-in");
    Shown page = browser.open(HOME + "/audit?from=2026-11-01");
    assertThat(page.part("audit-facets").text()).contains("1.241", "980", "Søren Ågård");
    assertThat(page.find("[data-facet='actor:sealing']").text())
        .isEqualTo("Sentinel, forsegling 2");
    String narrower = page.find("[data-facet='actor:a-1']").attr("href");
    assertThat(narrower).isEqualTo(HOME + "/audit?from=2026-11-01&actor=a-1");
    Shown narrowed = browser.open(narrower);
    assertThat(running.api.asked().getLast().query()).contains("actor=a-1");
    assertThat(narrowed.find("[data-facet='actor:a-1']").attr("aria-current")).isEqualTo("true");
    assertThat(narrowed.find("[data-facet='actor:a-1']").attr("href"))
        .isEqualTo(HOME + "/audit?from=2026-11-01");
  }

  /** One page is one look in the clinic's log. */
  @Test
  void a_page_asks_the_api_once() throws Exception {
    browser.open("/sign-in");
    int before = running.api.asked().size();
    browser.open(HOME + "/audit");
    List<Asked> asked = running.api.asked().subList(before, running.api.asked().size());
    assertThat(asked).extracting(Asked::request).containsOnlyOnce("GET " + HOME + "/audit/entries");
    assertThat(asked).filteredOn(one -> one.request().contains("/audit/")).hasSize(1);
    assertThat(decoded(asked.getLast())).contains("with=facets,timeline", "by=week");
  }

  @Test
  void the_chart_tells_refusals_apart_and_its_bars_narrow_the_period() throws Exception {
    browser.open("/sign-in");
    Shown page = browser.open(HOME + "/audit?action=sign-in");
    assertThat(page.part("audit-chart").select("rect.bar-refused[fill^=url]"))
        .hasSizeGreaterThan(5);
    assertThat(page.part("audit-chart").select("rect.bar-failed[fill^=url]")).hasSizeGreaterThan(0);
    assertThat(page.part("audit-chart").select("tbody tr")).hasSize(31);
    assertThat(page.find("[data-testid=audit-chart] tbody tr:last-child").text())
        .startsWith("Ugen fra 6. april 2026");
    assertThat(page.find("[data-bar='2026-04-05T22:00:00Z'] title").text())
        .startsWith("Ugen fra 6. april 2026: ")
        .contains("0 afvist");
    assertThat(page.find("[data-bar='2026-04-05T22:00:00Z']").attr("href"))
        .isEqualTo(HOME + "/audit?from=2026-04-06&to=2026-04-12&action=sign-in");
  }

  @Test
  void a_period_is_chosen_with_one_press() throws Exception {
    browser.open("/sign-in");
    Shown all = browser.open(HOME + "/audit?action=sign-in");
    assertThat(all.find("[data-preset=all]").attr("aria-current")).isEqualTo("true");
    Shown today = browser.open(all.find("[data-preset=today]").attr("href"));
    assertThat(today.find("[data-preset=today]").attr("aria-current")).isEqualTo("true");
    assertThat(decoded(running.api.asked().getLast())).contains("by=hour", "action=sign-in");
    browser.open(all.find("[data-preset=week]").attr("href"));
    assertThat(decoded(running.api.asked().getLast())).contains("by=day");
    browser.open(all.find("[data-preset=last-year]").attr("href"));
    assertThat(decoded(running.api.asked().getLast())).contains("by=week");
    Shown own = browser.open(HOME + "/audit?from=2016-01-01&to=2026-01-01");
    assertThat(own.find("[data-preset=own]").attr("aria-current")).isEqualTo("true");
    assertThat(decoded(running.api.asked().getLast())).contains("by=month");
    Shown hour = browser.open(HOME + "/audit?from=2026-11-20&to=2026-11-20&hour=9");
    assertThat(hour.part("audit-only").text()).startsWith("Kun kl. 09.00–10.00 den 20. november");
    assertThat(decoded(running.api.asked().getLast()))
        .contains("from=2026-11-20T08:00:00Z", "to=2026-11-20T09:00:00Z")
        .doesNotContain("hour=9");
  }

  @Test
  void what_cannot_be_used_is_named_and_left_out() throws Exception {
    browser.open("/sign-in");
    for (String odd :
        List.of(
            "from=yesterday",
            "to=1899-01-01",
            "action=DROP",
            "outcome=perhaps",
            "purpose=because",
            "actor=%3Cscript%3E",
            "correlation=42",
            "hour=25")) {
      Shown page = browser.open(HOME + "/audit?" + odd);
      String name = odd.substring(0, odd.indexOf('='));
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.part("audit-unusable").select("[data-unusable=" + name + "]")).hasSize(1);
      assertThat(decoded(running.api.asked().getLast())).doesNotContain(odd);
    }
    Shown turned = browser.open(HOME + "/audit?from=2026-02-01&to=2026-01-01&page=10000");
    assertThat(turned.part("audit-unusable").select("[data-unusable]").eachAttr("data-unusable"))
        .containsExactly("other", "period");
    assertThat(browser.open(HOME + "/audit?lang=da&from=").has("audit-unusable")).isFalse();
  }

  @Test
  void a_search_that_cannot_go_on_says_so() throws Exception {
    browser.open("/sign-in");
    for (int status : List.of(400, 410)) {
      running.api.refuse("GET " + HOME + "/audit/entries", status, "search-expired");
      Shown page = browser.open(HOME + "/audit?action=sign-in&after=made-up");
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.part("audit-again").select("a").attr("href"))
          .isEqualTo(HOME + "/audit?action=sign-in");
      Shown more = browser.look(HOME + "/audit?after=made-up", "HX-Request", "true");
      assertThat(more.response().body()).contains("<tr").contains("Søg igen forfra");
    }
  }

  // --- one person's acts

  @Test
  void a_person_is_looked_for_without_their_number_in_any_address_or_page() throws Exception {
    browser.open("/sign-in");
    Shown form = browser.open(browser.open(HOME + "/audit").part("audit-person").attr("href"));
    form.part("person-cpr").val("610180 - 1234");
    Shown found = browser.press(form, "[data-testid=person-search]");
    assertThat(found.path()).isEqualTo(HOME + "/audit/person");
    assertThat(running.api.asked().getLast().body()).contains("\"cpr\":\"610180-1234\"");
    assertThat(running.api.asked())
        .noneMatch(one -> (one.request() + one.query()).contains("1234"));
    assertThat(found.part("person-subject").text()).isEqualTo("3f".repeat(32));
    assertThat(found.part("person-found").text()).contains("61 handlinger passer");
    assertThat(found.response().body()).doesNotContain("610180", "1234");
    browser.press(found, "[data-testid=person-more]");
    assertThat(running.api.asked().getLast().body())
        .contains("\"subject\":\"" + "3f".repeat(32) + "\"", "older-part")
        .doesNotContain("cpr");
    running.api.refuse("POST " + HOME + "/audit/search", 410, "search-expired");
    assertThat(browser.press(found, "[data-testid=person-more]").has("person-again")).isTrue();
  }

  @Test
  void a_wrong_number_is_told_at_the_field() throws Exception {
    browser.open("/sign-in");
    running.api.refuse("POST " + HOME + "/audit/search", 400, "invalid-request");
    Shown form = browser.open(HOME + "/audit/person");
    form.part("person-cpr").val("9999999999");
    Shown page = browser.press(form, "[data-testid=person-search]");
    assertThat(page.status()).isEqualTo(422);
    assertThat(page.part("person-cpr").attr("aria-invalid")).isEqualTo("true");
    assertThat(page.part("person-cpr").attr("aria-describedby")).contains("cpr-error");
    assertThat(page.part("person-wrong").text()).contains("DDMMÅÅ");
    assertThat(page.response().body()).doesNotContain("9999999999");
  }

  @Test
  void a_person_nobody_knows_is_not_an_empty_list() throws Exception {
    browser.open("/sign-in");
    running.api.says(
        "POST " + HOME + "/audit/search", 200, "{\"entries\":[],\"source\":\"archive\"}");
    Shown page = browser.press(browser.open(HOME + "/audit/person"), "[data-testid=person-search]");
    assertThat(page.has("person-unknown")).isTrue();
    assertThat(page.has("person-found")).isFalse();
  }

  @Test
  void htmx_gets_the_next_rows_only() throws Exception {
    browser.open("/sign-in");
    Shown page = browser.open(HOME + "/audit");
    running.api.answer("GET " + HOME + "/audit/entries", 200, "audit-last.json");
    Shown more = browser.look(page.part("audit-more").attr("href"), "HX-Request", "true");
    assertThat(more.response().body()).contains("<tr").doesNotContain("<html", "<table");
    assertThat(more.header("vary")).contains("HX-Request");
    assertThat(running.api.asked().getLast().query()).contains("after=1226");
  }

  @Test
  void a_search_of_the_newest_acts_only_says_so() throws Exception {
    browser.open("/sign-in");
    running.api.says(
        "GET " + HOME + "/audit/entries",
        200,
        """
        {"entries":[],"source":"newest-1000",
         "sequencedUpTo":{"position":5019,"at":"2026-11-21T09:51:00Z"}}
        """);
    Shown page = browser.open(HOME + "/audit");
    assertThat(page.part("audit-partial").text()).contains("nr. 4.020 til 5.019");
    assertThat(page.has("audit-reach")).isFalse();
  }

  @Test
  void a_search_that_no_longer_reaches_the_beginning_says_from_when() throws Exception {
    browser.open("/sign-in");
    assertThat(browser.open(HOME + "/audit").has("audit-begins")).isFalse();
    running.api.says(
        "GET " + HOME + "/audit/entries",
        200,
        """
        {"entries":[],"source":"archive",
         "searchableFrom":{"position":4000,"at":"2021-01-04T09:51:00Z"},
         "sequencedUpTo":{"position":5019,"at":"2026-11-21T09:51:00Z"}}
        """);
    Shown page = browser.open(HOME + "/audit");
    assertThat(page.part("audit-begins").text()).contains("tilbage til 4. januar 2021");
  }

  @Test
  void a_search_that_is_away_does_not_look_like_an_empty_log() throws Exception {
    browser.open("/sign-in");
    running.api.refuse("GET " + HOME + "/audit/entries", 503, "search-unavailable");
    Shown page = browser.open(HOME + "/audit");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.has("audit-unavailable")).isTrue();
    assertThat(page.has("audit-empty")).isFalse();
  }

  // --- one entry of the audit trail

  @Test
  void an_entry_is_told_in_words_with_its_proof() throws Exception {
    browser.open("/sign-in");
    Shown page = browser.open(HOME + "/audit/entries/4711");
    assertThat(page.part("entry-what").text())
        .contains("Underskrev databehandleraftalen", "Noget manglede", "Praksissamtykke")
        .contains("21.11.2026 10.38.06", "brand-new odd", "code", "birth-month");
    assertThat(page.part("entry-who").text())
        .contains("Karen Højgaard Østergaard", "Klinikejer", "Betydelig", "203.0.113.9", "Firefox");
    assertThat(page.part("entry-why").text())
        .contains("Administration", "artikel 28, stk. 3", "Version 3", "Ikke nødvendig");
    assertThat(page.part("entry-proof").text()).contains("4.711", "5.020");
    assertThat(page.part("entry-proof").attr("data-verified")).isEqualTo("true");
    assertThat(page.part("entry-offline").text())
        .contains("--proof sentinel-entry-4711.tlog-proof --key sentinel.dk/log/")
        .endsWith(" sentinel-entry-4711.json");
    assertThat(page.part("entry-previous").attr("href")).isEqualTo(HOME + "/audit/entries/4710");
    assertThat(page.part("entry-next").attr("href")).isEqualTo(HOME + "/audit/entries/4712");
    Shown request = browser.open(page.part("entry-request").attr("href"));
    assertThat(request.has("audit-table")).isTrue();
    assertThat(running.api.asked().getLast().query())
        .contains("correlation=0c0ffee0-0000-4000-8000-000000000001");
  }

  @Test
  void an_entry_whose_proof_does_not_hold_is_an_alarm() throws Exception {
    browser.open("/sign-in");
    running.api.says(
        "GET " + HOME + "/audit/entries/0",
        200,
        """
        {"entry":{"position":0,"id":"i","recordedAt":"2026-11-21T09:38:06Z","correlation":"c",
          "actor":{"kind":"system","id":"sentinel","role":"system"},"action":"clinic.create",
          "outcome":"success"},
         "canonical":"{}","proof":"","logSize":1,"key":"k","verified":false}
        """);
    Shown page = browser.open(HOME + "/audit/entries/0?lang=en");
    assertThat(page.part("entry-proof").attr("role")).isEqualTo("alert");
    assertThat(page.part("entry-proof").text()).contains("does not hold", "contact your auditor");
    assertThat(page.has("entry-previous")).isFalse();
    assertThat(page.has("entry-next")).isFalse();
  }

  @Test
  void the_entry_and_its_proof_are_taken_along_as_files() throws Exception {
    browser.open("/sign-in");
    Shown page = browser.open(HOME + "/audit/entries/4711");
    for (String kind : List.of("proof", "bytes")) {
      Shown file = browser.look(page.part("entry-" + kind + "-file").attr("href"));
      assertThat(file.status()).isEqualTo(200);
      assertThat(file.header("content-disposition"))
          .contains("attachment", "sentinel-entry-4711." + (kind.equals("proof") ? "tlog" : "js"));
    }
  }

  @Test
  void a_place_that_the_log_does_not_have_gets_a_friendly_page() throws Exception {
    browser.open("/sign-in");
    for (String position : List.of("5021", "x")) {
      Shown page = browser.open(HOME + "/audit/entries/" + position);
      assertThat(page.status()).isEqualTo(404);
      assertThat(page.has("entry-missing")).isTrue();
      assertThat(page.part("to-audit").attr("href")).isEqualTo(HOME + "/audit");
    }
    running.api.refuse("GET " + HOME + "/audit/entries/x.json", 400, "invalid-request");
    assertThat(browser.open(HOME + "/audit/entries/x.json").status()).isEqualTo(404);
    Shown foreign =
        browser.open("/clinics/00000000-0000-4000-8000-00000000dead/audit/entries/4711");
    assertThat(foreign.part("problem").attr("data-kind")).isEqualTo("not-found");
  }

  @Test
  void every_row_leads_to_its_entry() throws Exception {
    browser.open("/sign-in");
    Shown page = browser.open(HOME + "/audit");
    assertThat(page.find("[data-position=1240] th a").attr("href"))
        .isEqualTo(HOME + "/audit/entries/1240");
  }

  // --- what goes wrong

  @Test
  void a_too_weak_sign_in_is_offered_a_stronger_one() throws Exception {
    browser.open("/sign-in");
    running.api.refuse("GET " + HOME + "/gates", 401, "level");
    Shown page = browser.open(HOME);
    assertThat(page.status()).isEqualTo(401);
    assertThat(page.part("step-up").attr("href")).isEqualTo("/sign-in?again");
  }

  @Test
  void a_file_needs_a_fresh_sign_in_and_then_one_is_back_where_it_was_asked_for() throws Exception {
    browser.open("/sign-in");
    running.api.refuse("GET " + HOME + "/audit/export", 401, "fresh-sign-in-required");
    Shown page = browser.open(HOME + "/audit/export.csv");
    assertThat(page.status()).isEqualTo(401);
    assertThat(page.part("problem").attr("data-kind")).isEqualTo("fresh");
    assertThat(page.part("back").attr("href")).isEqualTo(HOME + "/audit");

    Shown after = browser.open(page.part("fresh").attr("href"));
    assertThat(after.path()).isEqualTo(HOME + "/audit");
    assertThat(running.issuer.authorizations().getLast()).containsEntry("prompt", "login");
  }

  @Test
  void signing_in_leads_to_no_foreign_address() throws Exception {
    for (String hostile :
        List.of(
            "//evil.example/clinics",
            "https://evil.example/",
            "/clinics/../sign-out",
            "/\\evil.example",
            HOME + "?x=https://evil.example",
            HOME + "%0d%0aSet-Cookie:a=b")) {
      Shown after =
          browser.open("/sign-in?again&to=" + URLEncoder.encode(hostile, StandardCharsets.UTF_8));
      assertThat(after.path()).as(hostile).isIn("/home", HOME);
    }
  }

  @Test
  void another_clinic_and_an_unknown_one_look_the_same() throws Exception {
    browser.open("/sign-in");
    Shown unknown = browser.open("/clinics/00000000-0000-4000-8000-00000000dead");
    Shown malformed = browser.open("/clinics/not-an-id");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(malformed.status()).isEqualTo(404);
    assertThat(unknown.part("problem").attr("data-kind")).isEqualTo("not-found");
  }

  @Test
  void a_failing_api_is_told_without_its_details() throws Exception {
    browser.open("/sign-in");
    running.api.refuse("GET " + HOME + "/consent", 503, "database-away");
    Shown page = browser.open(HOME + "/consent");
    assertThat(page.status()).isEqualTo(503);
    assertThat(page.part("problem").attr("data-kind")).isEqualTo("unavailable");
    assertThat(page.document().text()).doesNotContain("secret detail");
  }

  private static String decoded(Asked asked) {
    return URLDecoder.decode(Objects.requireNonNull(asked.query()), StandardCharsets.UTF_8);
  }
}
