package dk.sentinel.infra.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dk.sentinel.infra.e2e.Browser.look;
import static dk.sentinel.infra.e2e.Browser.marked;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The whole road, once: an owner signs, consents and enrols; the practice system sends; a
 * physiotherapist opens the report; the owner finds every one of these acts in the audit trail.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class WalkTest {
  private static final String[][] SUB_PROCESSOR = {
    {"name", "Prøve Drift ApS"},
    {"companyNumber", "99000023"},
    {"address", "Prøvevej 1, 8000 Aarhus C"},
    {"processingDa", "Drift af servere"},
    {"processingEn", "Operation of servers"},
    {"place", "Aarhus"},
    {"agreementFrom", "2026-01-01"}
  };

  private static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");
  private static final String PDF = "application/pdf";
  private static final byte[] SCAN =
      "%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);

  private RunningStack stack;
  private Browser browser;
  private NewClinic clinic;

  @BeforeAll
  void startEverything() throws Exception {
    Files.createDirectories(Browser.PICTURES);
    stack = RunningStack.shared();
    browser = new Browser();
    clinic = NewClinic.onboarded(stack);
  }

  @AfterAll
  void closeTheBrowser() {
    browser.close();
  }

  @Test
  @Order(1)
  void the_owner_sees_which_gate_is_closed_and_what_to_do() {
    try (Visitor owner = clinic.owner(browser.desk())) {
      owner.page.navigate(stack.portal() + "/");
      look(owner.page, "01-front");
      owner.signIn();
      owner.open("/clinics/" + clinic.id());
      owner.gate("practice-system", false);
      look(owner.page, "01-home-system-waits");
      marked(owner.page, "next-action-link").click();
      look(owner.page, "01-practice-systems");
      marked(owner.page, "confirm").click();
      assertThat(marked(owner.page, "done")).hasAttribute("data-outcome", "confirm");
      owner.menu("home");
      owner.gate("practice-system", true);
      owner.gate("agreement", false);
      assertThat(marked(owner.page, "next-action")).hasAttribute("data-gate", "agreement");
      look(owner.page, "02-home-agreement-missing");
    }
  }

  @Test
  @Order(2)
  void the_practice_system_is_refused_while_a_gate_is_closed() {
    PracticeSystemAnswer answer = clinic.send();
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body()).contains("agreement");
  }

  @Test
  @Order(3)
  void the_owner_signs_consents_and_enrols() {
    try (Visitor owner = clinic.owner(browser.desk())) {
      owner.signIn();
      owner.open("/clinics/" + clinic.id() + "/agreement");
      look(owner.page, "03-agreement");
      marked(owner.page, "have-read").check();
      marked(owner.page, "sign-button").click();
      owner.proveWhoIAm();
      assertThat(marked(owner.page, "receipt")).isVisible();
      look(owner.page, "04-agreement-signed");

      owner.menu("consent");
      look(owner.page, "05-consent");
      marked(owner.page, "have-read").check();
      marked(owner.page, "give-consent").click();
      owner.proveWhoIAm();
      assertThat(marked(owner.page, "receipt")).isVisible();
      look(owner.page, "05-consent-given");

      owner.menu("projects");
      look(owner.page, "06-projects");
      marked(owner.page, "enrol-diagnosekodning").click();
      assertThat(marked(owner.page, "project-diagnosekodning").first())
          .hasAttribute("data-enrolled", "true");

      owner.menu("home");
      for (String gate : List.of("practice-system", "agreement", "consent", "enrolment")) {
        owner.gate(gate, true);
      }
      owner.gate("data", false);
      look(owner.page, "07-home-waiting-for-data");
    }
  }

  @Test
  @Order(4)
  void the_practice_system_sends_and_sending_again_changes_nothing() {
    PracticeSystemAnswer first = clinic.send();
    assertThat(first.status()).as(first.body()).isEqualTo(200);
    assertThat(first.count("stored", "Condition")).isPositive();
    PracticeSystemAnswer again = clinic.send();
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.total("stored")).isZero();
    assertThat(again.total("unchanged")).isEqualTo(first.total("stored"));
  }

  @Test
  @Order(5)
  void the_danish_examples_go_through_the_same_door() throws Exception {
    for (Path example : clinic.corpusExamples()) {
      PracticeSystemAnswer answer = clinic.sendCorpus(example);
      assertThat(answer.status()).as(example + " " + answer.body()).isLessThan(500);
    }
  }

  @Test
  @Order(6)
  void the_physiotherapist_reads_the_report_and_takes_the_pdf() throws Exception {
    try (Visitor physiotherapist = clinic.physiotherapist(browser.desk())) {
      physiotherapist.signIn();
      physiotherapist.open("/clinics/" + clinic.id() + "/reports/diagnosekodning");
      Page page = physiotherapist.page;
      assertThat(marked(page, "report-table").locator("tbody tr").first()).isVisible();
      assertThat(marked(page, "report-table")).containsText("%");
      look(page, "08-report");

      Path pdf = download(page, "download-pdf", "report.pdf");
      assertThat(new String(Files.readAllBytes(pdf), 0, 5, StandardCharsets.ISO_8859_1))
          .isEqualTo("%PDF-");
      Path xlsx = download(page, "download-xlsx", "report.xlsx");
      assertThat(new String(Files.readAllBytes(xlsx), 0, 2, StandardCharsets.ISO_8859_1))
          .isEqualTo("PK");
      assertThat(PdfPictures.of(pdf, Browser.PICTURES.resolve("09-report-pdf"))).isNotEmpty();
    }
  }

  @Test
  @Order(7)
  void the_report_fits_a_phone_and_reads_in_english() {
    try (Visitor physiotherapist = clinic.physiotherapist(browser.phone())) {
      physiotherapist.signIn();
      physiotherapist.open("/clinics/" + clinic.id() + "/reports/diagnosekodning");
      look(physiotherapist.page, "10-report-phone");
      marked(physiotherapist.page, "language-en").click();
      assertThat(physiotherapist.page.locator("html")).hasAttribute("lang", "en");
      look(physiotherapist.page, "11-report-phone-english");
      assertThatItFits(physiotherapist.page);
    }
  }

  @Test
  @Order(8)
  void the_owner_finds_every_act_in_the_audit_trail() throws Exception {
    try (Visitor owner = clinic.owner(browser.desk())) {
      owner.signIn();
      Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
      List<String> expected =
          List.of(
              "sign-in",
              "practice-system.ask",
              "practice-system.confirm",
              "agreement.read",
              "agreement.intent",
              "agreement.sign",
              "agreement.seal",
              "consent.give",
              "project.enrol",
              "journal.refuse",
              "journal.receive",
              "journal.store",
              "report.open",
              "report.export");
      for (String action : expected) {
        while (!found(owner, action)) {
          assertThat(Instant.now()).as("not in the audit trail: " + action).isBefore(deadline);
          Thread.sleep(500);
        }
      }
      owner.open("/clinics/" + clinic.id() + "/audit");
      assertThat(owner.page.locator("[data-facet^='actor:']").allInnerTexts())
          .anyMatch(actor -> actor.startsWith("Sentinel, forsegling"))
          .anyMatch(actor -> actor.startsWith("Sentinel, login"));
      look(owner.page, "12-audit-trail");
    }
  }

  /** With nothing but a Java and the program that everyone can have. */
  @Test
  @Order(8)
  void the_owner_takes_the_log_along_and_it_is_intact() throws Exception {
    try (Visitor owner = clinic.owner(browser.desk())) {
      owner.signIn();
      owner.open("/clinics/" + clinic.id() + "/audit");
      Path log = download(owner.page, "audit-package", "audit-package.zip");
      Path program = download(owner.page, "audit-verifier", "sentinel-verify.jar");
      Process check =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-jar",
                  program.toString(),
                  log.toString(),
                  "--lang",
                  "da")
              .redirectErrorStream(true)
              .start();
      String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(check.waitFor()).as(said).isZero();
      assertThat(said).contains("INTAKT", clinic.id());
    }
  }

  @Test
  @Order(8)
  void the_owner_gives_a_colleague_another_role_and_takes_it_again() {
    try (Visitor owner = clinic.owner(browser.desk())) {
      owner.signIn();
      owner.open("/clinics/" + clinic.id() + "/people");
      look(owner.page, "14-people");
      owner.page.locator("#name").fill("Rita Revisor");
      owner.page.locator("#professionalId").fill("018f0000-0000-4000-8000-00000000abcd");
      owner.page.locator("label[for=role-auditor]").click();
      marked(owner.page, "add").click();
      assertThat(marked(owner.page, "wrong-until")).isVisible();
      look(owner.page, "15-people-mistake");
      owner.page.locator("#until").fill(LocalDate.now(DENMARK).plusDays(30).toString());
      marked(owner.page, "add").click();
      assertThat(marked(owner.page, "done")).hasAttribute("data-outcome", "added");
      owner.page.locator("[data-role=auditor] [data-testid=remove]").click();
      look(owner.page, "16-people-removal");
      marked(owner.page, "sure").click();
      assertThat(marked(owner.page, "done")).hasAttribute("data-outcome", "removed");
    }
    try (Visitor owner = clinic.owner(browser.phone())) {
      owner.signIn();
      owner.open("/clinics/" + clinic.id() + "/people");
      look(owner.page, "17-people-phone");
      assertThatItFits(owner.page);
      owner.open("/clinics/" + clinic.id() + "/audit");
      look(owner.page, "18-audit-trail-phone");
      assertThatItFits(owner.page);
    }
  }

  @Test
  @Order(9)
  void the_neighbour_finds_no_such_clinic() {
    try (Visitor neighbour = new Visitor(browser.desk(), stack.portal(), stack.someOtherOwner())) {
      neighbour.signIn();
      neighbour.open("/clinics/" + clinic.id() + "/reports/diagnosekodning");
      assertThat(marked(neighbour.page, "problem")).isVisible();
      assertThat(neighbour.page.content()).doesNotContain(clinic.name());
      look(neighbour.page, "13-neighbour");
    }
  }

  @Test
  @Order(10)
  void the_owner_takes_everything_along_ends_the_agreement_and_takes_that_back() {
    try (Visitor owner = clinic.owner(browser.desk())) {
      owner.signIn();
      owner.open("/clinics/" + clinic.id() + "/agreement");
      marked(owner.page, "to-ending").click();
      look(owner.page, "24-ending");
      assertThat(download(owner.page, "everything", "everything.zip")).isNotEmptyFile();
      marked(owner.page, "cvr").fill("99000007");
      marked(owner.page, "end-agreement").click();
      assertThat(marked(owner.page, "done")).hasAttribute("data-outcome", "not-confirmed");
      look(owner.page, "25-ending-not-confirmed");
      marked(owner.page, "cvr").fill(clinic.cvr());
      marked(owner.page, "end-agreement").click();
      assertThat(marked(owner.page, "done")).hasAttribute("data-outcome", "ended");
      look(owner.page, "26-ended");
      assertThat(clinic.send().status()).isEqualTo(422);
      owner.open("/clinics/" + clinic.id());
      assertThat(marked(owner.page, "next-action")).hasAttribute("data-gate", "ending");
      look(owner.page, "27-home-ended");
    }
    try (Visitor owner = clinic.owner(browser.phone())) {
      owner.signIn();
      owner.open("/clinics/" + clinic.id() + "/ending");
      look(owner.page, "28-ended-phone");
      assertThatItFits(owner.page);
      marked(owner.page, "take-back").click();
      assertThat(marked(owner.page, "done")).hasAttribute("data-outcome", "taken-back");
      look(owner.page, "29-ending-phone");
      assertThatItFits(owner.page);
    }
    assertThat(clinic.send().status()).isEqualTo(200);
  }

  @Test
  @Order(11)
  void a_new_sub_processor_reaches_the_owner_with_the_next_version() {
    try (Visitor director = new Visitor(browser.desk(), stack.portal(), stack.director())) {
      director.signIn();
      director.open("/operator/sub-processors");
      look(director.page, "30-sub-processors");
      for (String[] field : SUB_PROCESSOR) {
        director.page.locator("#" + field[0]).fill(field[1]);
      }
      marked(director.page, "add").click();
      assertThat(marked(director.page, "done")).hasAttribute("data-outcome", "added");
      look(director.page, "31-sub-processor-added");

      director.open("/operator/agreement");
      look(director.page, "32-versions");
      marked(director.page, "bring").click();
      look(director.page, "33-draft");
      assertThat(marked(director.page, "change").first()).containsText("Prøve Drift ApS");
      marked(director.page, "have-read").check();
      marked(director.page, "sign-button").click();
      director.proveWhoIAm();
      assertThat(marked(director.page, "published")).isVisible();
      look(director.page, "34-version-published");
    }
    try (Visitor owner = clinic.owner(browser.desk())) {
      owner.signIn();
      owner.open("/clinics/" + clinic.id() + "/agreement");
      assertThat(marked(owner.page, "agreement-news")).hasAttribute("data-asked", "notice");
      look(owner.page, "35-agreement-notice");
      marked(owner.page, "object").click();
      assertThat(marked(owner.page, "objected")).isVisible();
      look(owner.page, "36-agreement-objected");
      marked(owner.page, "object-no-more").click();
      assertThat(marked(owner.page, "object")).isVisible();
    }
    try (Visitor owner = clinic.owner(browser.phone())) {
      owner.signIn();
      owner.open("/clinics/" + clinic.id() + "/agreement");
      look(owner.page, "37-agreement-notice-phone");
      assertThatItFits(owner.page);
    }
  }

  @Test
  @Order(12)
  void anybody_checks_the_sealed_agreement_and_a_changed_one_is_told_apart() throws Exception {
    Path sealed;
    try (Visitor owner = clinic.owner(browser.desk())) {
      owner.signIn();
      owner.open("/clinics/" + clinic.id() + "/agreement/receipt");
      look(owner.page, "40-receipt-sealed");
      // the newest comes first: the consent, then the agreement
      assertThat(marked(owner.page, "sealed")).hasCount(2);
      sealed = download(owner.page, marked(owner.page, "sealed").last(), "sealed.pdf");
      assertThat(download(owner.page, marked(owner.page, "evidence").last(), "evidence.zip"))
          .isNotEmptyFile();
    }
    byte[] bytes = Files.readAllBytes(sealed);
    bytes[bytes.length / 3] ^= 1;
    Path changed = Files.write(Browser.PICTURES.resolve("changed.pdf"), bytes);
    try (BrowserContext anybody = browser.phone()) {
      Page page = anybody.newPage();
      page.navigate(stack.portal() + "/check");
      look(page, "41-check-phone");
      assertThatItFits(page);
      check(page, sealed);
      assertThat(marked(page, "verdict")).hasAttribute("data-verdict", "intact");
      assertThat(marked(page, "statement")).containsText("Vibeke Prøve");
      look(page, "42-check-intact-phone");
      assertThatItFits(page);
    }
    try (BrowserContext anybody = browser.desk()) {
      Page page = anybody.newPage();
      page.navigate(stack.portal() + "/check");
      check(page, changed);
      assertThat(marked(page, "verdict")).not().hasAttribute("data-verdict", "intact");
      look(page, "43-check-changed");
    }
  }

  @Test
  @Order(13)
  void a_power_of_attorney_takes_two_people_of_the_operator() {
    String powers = "/clinics/" + clinic.id() + "/powers";
    try (Visitor owner = clinic.owner(browser.desk())) {
      owner.signIn();
      owner.open(powers);
      assertThat(marked(owner.page, "no-powers")).isVisible();
      look(owner.page, "50-powers-none");
      uploadPower(owner.page, false);
      assertThat(marked(owner.page, "done")).hasAttribute("data-outcome", "invalid-request");
      look(owner.page, "51-powers-mistake");
      uploadPower(owner.page, true);
      assertThat(marked(owner.page, "done")).hasAttribute("data-outcome", "uploaded");
      look(owner.page, "52-powers-waiting");
    }
    try (Visitor operator = new Visitor(browser.desk(), stack.portal(), stack.operator())) {
      operator.signIn();
      operator.open("/operator");
      marked(operator.page, "to-powers").click();
      look(operator.page, "53-operator-powers");
      marked(operator.page, "look-at-power").click();
      look(operator.page, "54-operator-power");
      assertThat(download(operator.page, "power-document", "power.pdf")).isNotEmptyFile();
      approve(operator.page);
      assertThat(marked(operator.page, "done")).hasAttribute("data-outcome", "approved");
      look(operator.page, "55-operator-powers-half-approved");
      marked(operator.page, "look-at-power").click();
      assertThat(marked(operator.page, "decided")).isVisible();
      look(operator.page, "56-operator-power-decided");
    }
    try (Visitor director = new Visitor(browser.phone(), stack.portal(), stack.director())) {
      director.signIn();
      director.open("/operator/powers");
      marked(director.page, "language-en").click();
      assertLooksWellOnAPhone(director.page, "57-operator-powers-phone-english");
      marked(director.page, "look-at-power").click();
      assertLooksWellOnAPhone(director.page, "58-operator-power-phone-english");
      approve(director.page);
      assertThat(marked(director.page, "no-powers")).isVisible();
      assertLooksWellOnAPhone(director.page, "59-operator-powers-none-phone-english");
    }
    try (Visitor owner = clinic.owner(browser.phone())) {
      owner.signIn();
      owner.open(powers);
      assertThat(marked(owner.page, "power")).hasAttribute("data-state", "in-force");
      assertLooksWellOnAPhone(owner.page, "60-powers-in-force-phone");
      marked(owner.page, "language-en").click();
      marked(owner.page, "withdraw-power").click();
      assertThat(marked(owner.page, "done")).hasAttribute("data-outcome", "withdrawn");
      assertLooksWellOnAPhone(owner.page, "61-powers-withdrawn-phone-english");
    }
  }

  private static void uploadPower(Page page, boolean named) {
    marked(page, "power-file").setInputFiles(new FilePayload("fuldmagt.pdf", PDF, SCAN));
    if (named) {
      page.locator("label[for=person-1]").click();
    }
    page.locator("#until").fill(LocalDate.now(DENMARK).plusDays(30).toString());
    marked(page, "upload-power").click();
  }

  private static void approve(Page page) {
    page.locator("label[for=signers-1]").click();
    marked(page, "approve").click();
  }

  @Test
  @Order(14)
  void the_operator_reminds_a_clinic_that_is_to_sign_and_the_letter_arrives() {
    String address = "post@vestergade.example.org";
    try (Visitor owner = clinic.owner(browser.desk())) {
      owner.signIn();
      owner.open("/clinics/" + clinic.id() + "/agreement");
      marked(owner.page, "to-letters").click();
      assertThat(marked(owner.page, "no-letters")).isVisible();
      look(owner.page, "62-letters");
      setAddress(owner.page, "klinik@localhost");
      assertThat(marked(owner.page, "wrong-address")).isVisible();
      look(owner.page, "63-letters-mistake");
      setAddress(owner.page, "post@proevevej.example.org");
      assertThat(marked(owner.page, "done")).hasAttribute("data-outcome", "set");
      look(owner.page, "64-letters-set");
    }
    try (Visitor owner = new Visitor(browser.phone(), stack.portal(), stack.ownerWhoIsToSign())) {
      owner.signIn();
      owner.page.navigate(owner.page.url() + "/letters");
      marked(owner.page, "language-en").click();
      setAddress(owner.page, address);
      assertThat(marked(owner.page, "done")).hasAttribute("data-outcome", "set");
      assertLooksWellOnAPhone(owner.page, "65-letters-phone-english");
    }
    try (Visitor operator = new Visitor(browser.desk(), stack.portal(), stack.operator())) {
      operator.signIn();
      operator.open("/operator/agreement");
      look(operator.page, "66-campaign");
      marked(operator.page, "remind").click();
      assertThat(marked(operator.page, "reminded")).isVisible();
      look(operator.page, "67-campaign-reminded");
    }
    assertThat(Letterbox.shared().to(address)).hasSize(1);
    try (Visitor operator = new Visitor(browser.phone(), stack.portal(), stack.operator())) {
      operator.signIn();
      operator.open("/operator/agreement");
      marked(operator.page, "language-en").click();
      assertLooksWellOnAPhone(operator.page, "68-campaign-phone-english");
    }
    try (Visitor owner = new Visitor(browser.phone(), stack.portal(), stack.ownerWhoIsToSign())) {
      owner.signIn();
      owner.page.navigate(owner.page.url() + "/letters");
      assertThat(marked(owner.page, "letter")).hasAttribute("data-state", "sent");
      assertLooksWellOnAPhone(owner.page, "69-letters-sent-phone");
    }
  }

  private static void setAddress(Page page, String address) {
    page.locator("#address").fill(address);
    marked(page, "set").click();
  }

  @Test
  @Order(15)
  void the_owner_reads_what_was_refused_and_a_neighbour_that_nothing_was() {
    String deviations = "/clinics/" + clinic.id() + "/deviations";
    try (Visitor owner = clinic.owner(browser.desk())) {
      owner.signIn();
      owner.open("/clinics/" + clinic.id());
      look(owner.page, "70-home-deviations");
      marked(owner.page, "to-deviations").click();
      assertThat(owner.page.locator("[data-reason=agreement]").first()).isVisible();
      look(owner.page, "71-deviations");
      marked(owner.page, "language-en").click();
      look(owner.page, "72-deviations-english");
    }
    try (Visitor owner = clinic.owner(browser.phone())) {
      owner.signIn();
      owner.open(deviations);
      assertLooksWellOnAPhone(owner.page, "73-deviations-phone");
    }
    try (Visitor neighbour = new Visitor(browser.desk(), stack.portal(), stack.someOtherOwner())) {
      neighbour.signIn();
      neighbour.menu("deviations");
      assertThat(marked(neighbour.page, "no-deviations")).isVisible();
      look(neighbour.page, "74-no-deviations");
    }
  }

  @Test
  @Order(16)
  void the_operator_lets_an_auditor_in_and_puts_right_what_differs() throws Exception {
    try (Visitor operator = new Visitor(browser.desk(), stack.portal(), stack.operator())) {
      operator.signIn();
      operator.open("/operator");
      look(operator.page, "80-operator");
      marked(operator.page, "to-auditors").click();
      look(operator.page, "81-auditors");
      letIn(operator.page, "Rikke Revisor");
      assertThat(marked(operator.page, "wrong-clinics")).isVisible();
      look(operator.page, "82-auditors-mistake");
      operator.page.locator("label[for=where-platform]").click();
      letIn(operator.page, "Rikke Revisor");
      assertThat(marked(operator.page, "done")).hasAttribute("data-outcome", "added");
      look(operator.page, "83-auditor-added");
    }
    KeycloakAdmin keycloak = new KeycloakAdmin(stack);
    keycloak.rename(keycloak.organizations(clinic.id()).getFirst(), "Prøvevejens Tandlæger");
    try (Visitor operator = new Visitor(browser.phone(), stack.portal(), stack.operator())) {
      operator.signIn();
      operator.open("/operator/auditors");
      marked(operator.page, "language-en").click();
      assertLooksWellOnAPhone(operator.page, "84-auditors-phone-english");
      operator
          .page
          .locator("[data-testid=auditor]")
          .filter(new Locator.FilterOptions().setHasText("Rikke Revisor"))
          .locator("[data-testid=end]")
          .click();
      assertThat(marked(operator.page, "done")).hasAttribute("data-outcome", "ended");
      Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
      operator.open("/operator");
      while (marked(operator.page, "repair").count() == 0) {
        assertThat(Instant.now()).as("the difference was not found").isBefore(deadline);
        Thread.sleep(1000);
        operator.page.reload();
      }
      assertLooksWellOnAPhone(operator.page, "85-operator-difference-phone-english");
      marked(operator.page, "repair").first().click();
      assertThat(marked(operator.page, "repaired")).isVisible();
      assertLooksWellOnAPhone(operator.page, "86-operator-repaired-phone-english");
    }
  }

  private static void letIn(Page page, String name) {
    page.locator("#name").fill(name);
    page.locator("#professionalId").fill("018f0000-0000-4000-8000-00000000abce");
    page.locator("#until").fill(LocalDate.now(DENMARK).plusDays(30).toString());
    marked(page, "add").click();
  }

  @Test
  @Order(17)
  void the_agreement_ends_and_goes_on_in_english() {
    try (Visitor owner = clinic.owner(browser.desk())) {
      owner.signIn();
      owner.open("/clinics/" + clinic.id() + "/ending");
      marked(owner.page, "language-en").click();
      look(owner.page, "90-ending-english");
      marked(owner.page, "cvr").fill(clinic.cvr());
      marked(owner.page, "end-agreement").click();
      assertThat(marked(owner.page, "done")).hasAttribute("data-outcome", "ended");
      look(owner.page, "91-ended-english");
      owner.open("/clinics/" + clinic.id());
      look(owner.page, "92-home-ended-english");
    }
    try (Visitor operator = new Visitor(browser.desk(), stack.portal(), stack.operator())) {
      operator.signIn();
      operator.open("/operator");
      assertThat(marked(operator.page, "clinic-ending").first()).isVisible();
      look(operator.page, "93-operator-ending");
    }
    try (Visitor owner = clinic.owner(browser.phone())) {
      owner.signIn();
      owner.open("/clinics/" + clinic.id() + "/ending");
      marked(owner.page, "language-en").click();
      assertLooksWellOnAPhone(owner.page, "94-ended-phone-english");
      marked(owner.page, "take-back").click();
      assertThat(marked(owner.page, "done")).hasAttribute("data-outcome", "taken-back");
    }
  }

  private static void assertLooksWellOnAPhone(Page page, String name) {
    look(page, name);
    assertThatItFits(page);
  }

  private static void check(Page page, Path file) {
    marked(page, "file").setInputFiles(file);
    marked(page, "check").click();
  }

  private static void assertThatItFits(Page page) {
    assertThat(
            page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"))
        .as("the page is wider than the phone")
        .isEqualTo(false);
  }

  private boolean found(Visitor owner, String action) {
    owner.open("/clinics/" + clinic.id() + "/audit?action=" + action);
    return owner.page.locator("tr[data-action='" + action + "']").count() > 0;
  }

  private static Path download(Page page, String mark, String name) {
    return download(page, marked(page, mark), name);
  }

  private static Path download(Page page, Locator link, String name) {
    Download download = page.waitForDownload(link::click);
    Path file = Browser.PICTURES.resolve(name);
    download.saveAs(file);
    return file;
  }
}
