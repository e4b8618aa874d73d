package dk.sentinel.api.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dk.sentinel.api.ApiTest;
import dk.sentinel.compliance.agreement.TemplateFormat;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.Actor;
import dk.sentinel.compliance.tenancy.TenantId;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Letters by a real SMTP server. Rounds are run by the tests; the loop itself sleeps. Each version
 * that is published asks something of all clinics that signed before, so every test has clinics of
 * its own and looks at their mail only.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LettersTest extends ApiTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int PORT = freePort();

  private final GreenMail mail =
      new GreenMail(new ServerSetup(PORT, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private int published;

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  protected List<String> settings() {
    return List.of(
        "sentinel.letters.host=127.0.0.1",
        "sentinel.letters.port=" + PORT,
        "sentinel.letters.tls=none",
        "sentinel.letters.sender=sentinel@sentinel.example",
        "sentinel.letters.portal=https://portal.sentinel.example/",
        "sentinel.letters.patience=2s",
        "sentinel.letters.pause=1h");
  }

  @BeforeEach
  void serverUp() {
    mail.start();
  }

  @AfterEach
  void serverDown() {
    mail.stop();
  }

  @AfterAll
  void nothingOfAnAddressIsRecorded() throws SQLException {
    assertThat(
            database()
                .number(
                    "select count(*) from audit.entry where position('@' in"
                        + " convert_from(canonical, 'UTF8')) > 0"))
        .isZero();
  }

  @Test
  @Order(1)
  void a_clinic_is_reminded_once_for_each_occasion_and_no_more_when_it_has_signed()
      throws Exception {
    TestClinic clinic = signed("99000007", "061710");
    TestClinic silent = signed("99000015", "061720");
    address(clinic, "post@havnen.example");
    round();
    assertThat(to("post@havnen.example")).isEmpty();
    asksForASignature();
    round();
    round();
    MimeMessage first = only("post@havnen.example");
    assertThat(first.getSubject())
        .isEqualTo("Sentinel: en ny version af databehandleraftalen venter på underskrift");
    assertThat(String.valueOf(first.getContent()))
        .contains(
            "Til Ærø Fysioterapi 99000007",
            "https://portal.sentinel.example/clinics/" + clinic.id() + "/agreement");
    assertThat(first.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(first.getAllRecipients()).hasSize(1);
    for (int day : new int[] {40, 46, 47, 57, 58, 59, 60, 61}) {
      clock.setStartOfDayAhead(day);
      round();
    }
    assertThat(to("post@havnen.example"))
        .as("published, two weeks, three days, last day")
        .hasSize(4);
    assertThat(recorded(clinic.id()).stream().filter("letter.send success"::equals)).hasSize(4);
    assertThat(recorded(silent.id())).doesNotContain("letter.send success");
    clock.set(Duration.ZERO);
    sign(clinic);
    asksForASignature();
    sign(clinic);
    round();
    assertThat(to("post@havnen.example")).as("signed before it was written").hasSize(4);
  }

  @Test
  @Order(2)
  void a_change_of_sub_processors_is_announced_with_the_day_until_which_to_object()
      throws Exception {
    TestClinic clinic = signed("99000023", "061730");
    as(clinic.owner())
        .put()
        .uri(clinic.path("/letters/address"))
        .bodyValue(Map.of("address", "office@clinic.example", "language", "en"))
        .exchange()
        .expectStatus()
        .isNoContent();
    post(
        operator,
        "/sub-processors",
        Map.of(
            "name", "Prøve Drift ApS",
            "companyNumber", "99000023",
            "address", "Prøvevej 1, 8000 Aarhus C",
            "processingDa", "Drift af servere",
            "processingEn", "Operation of servers",
            "place", "Aarhus",
            "transferBasis", "none-needed",
            "agreementFrom", "2026-01-01"));
    publish(Map.of("template", template(published), "days", 30));
    round();
    clock.set(Duration.ofDays(28));
    round();
    MimeMessage notice = only("office@clinic.example");
    assertThat(notice.getSubject()).isEqualTo("Sentinel: a change of sub-processors");
    assertThat(String.valueOf(notice.getContent())).contains("can object", "Danish time");
  }

  @Test
  @Order(3)
  void several_instances_at_once_send_one_letter() throws Exception {
    TestClinic clinic = signed("99000031", "061740");
    address(clinic, "post@torvet.example");
    asksForASignature();
    IntStream.range(0, 6).parallel().forEach(instance -> round());
    only("post@torvet.example");
    assertThat(recorded(clinic.id())).containsOnlyOnce("letter.send success");
  }

  @Test
  @Order(4)
  void while_the_server_is_down_letters_wait_and_go_when_it_is_up() throws Exception {
    TestClinic clinic = signed("99000058", "061750");
    address(clinic, "post@skoven.example");
    asksForASignature();
    mail.stop();
    round();
    round();
    assertThat(letters(clinic)).contains("waiting").doesNotContain("sent");
    assertThat(
            database()
                .number(
                    "select max(tries) from letter.letter where clinic_id = '" + clinic.id() + "'"))
        .as("not tried again at once")
        .isOne();
    mail.start();
    due(clinic);
    round();
    only("post@skoven.example");
    assertThat(letters(clinic)).contains("sent");
  }

  @Test
  @Order(5)
  void killed_before_it_is_handed_over_it_goes_once() throws Exception {
    TestClinic clinic = signed("99000066", "061760");
    address(clinic, "post@klover.example");
    asksForASignature();
    begun(clinic);
    round();
    assertThat(to("post@klover.example")).as("begun by somebody who may still live").isEmpty();
    due(clinic);
    round();
    only("post@klover.example");
  }

  @Test
  @Order(6)
  void killed_before_it_is_noted_it_goes_again_under_the_same_name() throws Exception {
    TestClinic clinic = signed("99000074", "061770");
    address(clinic, "post@balance.example");
    asksForASignature();
    Letter letter = Objects.requireNonNull(begun(clinic).letter());
    assertThat(bean(LetterPost.class).hand(letter)).isEqualTo(LetterPost.Outcome.TAKEN);
    due(clinic);
    round();
    List<MimeMessage> twice = to("post@balance.example");
    assertThat(twice).hasSize(2);
    assertThat(twice.stream().map(LettersTest::messageId).distinct())
        .containsExactly("<" + letter.id() + "@sentinel.example>");
    assertThat(recorded(clinic.id())).containsOnlyOnce("letter.send success");
  }

  @Test
  @Order(7)
  void an_address_that_the_server_refuses_is_given_up_with_a_word() throws Exception {
    TestClinic clinic = signed("99000082", "061780");
    address(clinic, "post@fjorden.example");
    asksForASignature();
    mail.stop();
    RefusingSmtp.during(PORT, "451 4.3.0 later", this::round);
    assertThat(letters(clinic)).contains("waiting");
    due(clinic);
    RefusingSmtp.during(PORT, "550 5.1.1 unknown", this::round);
    assertThat(letters(clinic)).contains("failed", "address-refused");
    assertThat(recorded(clinic.id())).containsOnlyOnce("letter.send failure");
  }

  @Test
  @Order(8)
  void the_operator_reminds_once_a_day_and_sees_no_address() throws Exception {
    TestClinic signed = signed("99000090", "061790");
    TestClinic never = newClinic("99000104", "061800");
    TestClinic nowhere = newClinic("99000112", "061810");
    address(signed, "post@aeroe.example");
    address(never, "post@oester.example");
    int before = letters(post(operator, "/platform/letters", Map.of()));
    assertThat(before).isPositive();
    assertThat(letters(post(operator, "/platform/letters", Map.of()))).isZero();
    round();
    assertThat(only("post@oester.example").getSubject())
        .isEqualTo("Sentinel: databehandleraftalen venter på underskrift");
    assertThat(to("post@aeroe.example")).as("has signed").isEmpty();
    String overview = String.valueOf(get(operator, "/platform/letters"));
    assertThat(overview)
        .contains("sending=true", "hasAddress=false", "occasion=operator, ")
        .doesNotContain("@");
    clock.set(Duration.ofDays(1));
    assertThat(letters(post(operator, "/platform/letters", Map.of()))).isPositive();
    assertThat(recorded(never.id()).stream().filter("letter.ask success"::equals)).hasSize(2);
    assertThat(recorded(nowhere.id())).doesNotContain("letter.ask success");
  }

  @Test
  @Order(9)
  void an_owner_declines_letters_and_nothing_but_an_address_is_taken() throws Exception {
    TestClinic clinic = newClinic("99000120", "061820");
    for (String wrong :
        List.of(
            "",
            "post",
            "post@",
            "a@b",
            "a@b.dk, c@d.dk",
            "Navn <a@b.dk>",
            "a@b.dk\r\nBcc: c@d.dk",
            "a@b..dk",
            "\"a b\"@c.dk",
            "a@[127.0.0.1]")) {
      as(clinic.owner())
          .put()
          .uri(clinic.path("/letters/address"))
          .bodyValue(Map.of("address", wrong))
          .exchange()
          .expectStatus()
          .isBadRequest();
    }
    address(clinic, "post@vest.example");
    post(operator, "/platform/letters", Map.of());
    as(clinic.owner())
        .delete()
        .uri(clinic.path("/letters/address"))
        .exchange()
        .expectStatus()
        .isNoContent();
    round();
    assertThat(to("post@vest.example")).isEmpty();
    assertThat(letters(clinic)).contains("no-address");
    assertThat(
            database()
                .number("select count(*) from letter.address where address = 'post@vest.example'"))
        .isZero();
    assertThat(recorded(clinic.id()))
        .contains("letter.address-set success", "letter.address-removed success");
  }

  @Test
  @Order(10)
  void half_a_server_and_a_readable_way_are_refused_at_the_start() {
    assertThatThrownBy(() -> settings("mail.example", LetterSettings.Tls.STARTTLS, null))
        .hasMessageContaining("sentinel.letters.sender");
    LetterSettings open = settings("mail.example", LetterSettings.Tls.NONE, "s@sentinel.example");
    assertThatThrownBy(() -> open.mustBeProtected(false))
        .hasMessageContaining("sentinel.letters.tls");
    open.mustBeProtected(true);
    settings("localhost", LetterSettings.Tls.NONE, "s@sentinel.example").mustBeProtected(false);
  }

  private static LetterSettings settings(
      String host, LetterSettings.Tls tls, @org.jspecify.annotations.Nullable String sender) {
    return new LetterSettings(
        host,
        587,
        tls,
        null,
        null,
        sender,
        java.net.URI.create("https://portal.example"),
        Duration.ofSeconds(1),
        Duration.ofHours(1));
  }

  private TestClinic signed(String cvr, String ydernummer) {
    TestClinic clinic = newClinic(cvr, ydernummer);
    sign(clinic);
    return clinic;
  }

  private void address(TestClinic clinic, String address) {
    as(clinic.owner())
        .put()
        .uri(clinic.path("/letters/address"))
        .bodyValue(Map.of("address", address))
        .exchange()
        .expectStatus()
        .isNoContent();
  }

  /** A version that everybody must sign within 60 days. */
  private void asksForASignature() {
    publish(Map.of("template", template(++published), "days", 60));
  }

  /** The shipped example with one more sentence in appendix C. */
  private static JsonNode template(int which) {
    ObjectNode template = (ObjectNode) JSON.readTree(TemplateFormat.example());
    for (String language : List.of("da", "en")) {
      for (JsonNode section : template.path(language).path("sections")) {
        if (section.path("number").asString().equals("C")) {
          ((ArrayNode) section.path("paragraphs")).add("Instruks " + which + ".");
        }
      }
    }
    return template;
  }

  private void round() {
    while (bean(Letters.class).round().blockOptional(Duration.ofSeconds(60)).orElse(0) > 0) {
      // another one may wait
    }
  }

  /** Writes and begins the clinic's letter, as an instance does that is killed right then. */
  private Letters.Work begun(TestClinic clinic) {
    ActContext act =
        new ActContext(
            new TenantId(clinic.id()), Actor.system(Actor.Component.LETTERS), UUID.randomUUID());
    return Objects.requireNonNull(
        bean(TenantTransactions.class)
            .inTransaction(act, bean(Letters.class)::begun)
            .block(Duration.ofSeconds(10)));
  }

  private void due(TestClinic clinic) throws SQLException {
    try (Connection connection = database().connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "update letter.letter set next_try = now() where clinic_id = '" + clinic.id() + "'");
    }
  }

  private String letters(TestClinic clinic) {
    return String.valueOf(get(clinic.owner(), clinic.path("/letters")).get("letters"));
  }

  private static int letters(Map<?, ?> reminded) {
    return ((Number) Objects.requireNonNull(reminded.get("letters"))).intValue();
  }

  private List<MimeMessage> to(String address) {
    return Arrays.stream(mail.getReceivedMessages())
        .filter(message -> recipients(message).contains(address))
        .toList();
  }

  private MimeMessage only(String address) {
    assertThat(to(address)).hasSize(1);
    return to(address).getFirst();
  }

  private static String recipients(MimeMessage message) {
    try {
      return Arrays.toString(message.getAllRecipients());
    } catch (jakarta.mail.MessagingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String messageId(MimeMessage message) {
    try {
      return message.getMessageID();
    } catch (jakarta.mail.MessagingException e) {
      throw new IllegalStateException(e);
    }
  }
}
