package dk.sentinel.compliance.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.Actor;
import dk.sentinel.compliance.tenancy.Origin;
import dk.sentinel.compliance.tenancy.TenantId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an entry can say, and what it cannot. */
final class EntryContentTest {
  private static final ActContext CONTEXT =
      new ActContext(
          new TenantId(UUID.fromString("018f0000-0000-7000-8000-000000000001")),
          new Actor(
              Actor.Kind.PERSON,
              "018f0000-0000-4000-8000-000000000002",
              "owner",
              new Actor.SignIn(
                  "https://data.gov.dk/concept/core/nsis/loa/Substantial",
                  "session-1",
                  Instant.parse("2026-01-02T03:04:05.678999Z"),
                  "nemlogin"),
              "0XB2C",
              "ydernummer:012345"),
          UUID.fromString("018f0000-0000-4000-8000-000000000003"),
          new Origin("2001:DB8::1", Origin.Client.FIREFOX));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0101901234",
        "010190-1234",
        "cpr:010190-1234",
        "010190-1AB4",
        "a/0101901AB4",
        "Anna Hansen",
        "ondt i ryggen",
        "Åse",
        "",
        "a\"b"
      })
  void neither_a_cpr_number_nor_text_can_be_a_value(String text) {
    assertThatThrownBy(() -> AuditValue.code(text)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AuditAct.AuditObject("thing", text))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AuditAct.SubjectPseudonym(text))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> text("test.act", Map.of(text, AuditValue.count(1))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> text(text, Map.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_entry_reads_back_as_it_was_written() {
    Map<String, AuditValue> details = new HashMap<>();
    details.put("found", AuditValue.count(12));
    details.put("project", AuditValue.code("diagnosekodning"));
    AuditEntry read = AuditEntry.parse(text("report.open", details));

    assertThat(read.recordedAt()).isEqualTo(Instant.parse("2026-03-04T05:06:07.008Z"));
    assertThat(read.clinic()).isEqualTo(CONTEXT.tenant().value());
    assertThat(read.correlation()).isEqualTo(CONTEXT.correlation());
    assertThat(read.actor())
        .isEqualTo(
            new AuditEntry.By(
                "person",
                "018f0000-0000-4000-8000-000000000002",
                "owner",
                "https://data.gov.dk/concept/core/nsis/loa/Substantial",
                "session-1",
                Instant.parse("2026-01-02T03:04:05.678Z"),
                "nemlogin",
                "0XB2C",
                "ydernummer:012345"));
    assertThat(read.origin()).isEqualTo(new AuditEntry.From("2001:db8:0:0:0:0:0:1", "firefox"));
    assertThat(read.basis())
        .isEqualTo(new AuditEntry.Why("dk:sundhedsloven:42d.2.2", 3, 2, "diagnosekodning:1", null));
    assertThat(read.results()).isEqualTo(17);
    assertThat(read.object()).isEqualTo(new AuditEntry.On("thing", null));
    assertThat(read.outcome()).isEqualTo("success");
    assertThat(read.purpose()).isEqualTo("QUALITY_42D");
    assertThat(read.subject()).isNull();
    assertThat(read.details()).isEqualTo(Map.of("found", 12, "project", "diagnosekodning"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-02T03:04:05.678Z",
        "2026-01-02T03:04:05.070Z",
        "2026-01-02T03:04:05Z",
        "2026-01-02T03:04:00.001Z",
        "2026-01-02T03:04:00Z",
        "2026-01-02T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999Z"
      })
  void a_moment_is_written_in_one_form(String moment) {
    assertThat(
            text("test.act", Map.of("at", AuditValue.moment(Instant.parse(moment).plusNanos(999)))))
        .contains("\"at\":\"" + moment + "\"");
  }

  /** An entry bundle counts an entry's bytes in 16 bits. */
  @Test
  void an_entry_has_at_most_65_535_bytes() {
    assertThat(textOfBytes(65_535)).hasSize(65_535);
    for (int size : new int[] {65_536, 65_537}) {
      assertThatThrownBy(() -> textOfBytes(size))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("65,535 bytes");
    }
  }

  /** Details add up to an entry of exactly so many bytes. */
  private static String textOfBytes(int size) {
    Map<String, AuditValue> details = new TreeMap<>();
    for (int i = 100; i < 399; i++) {
      details.put("detail" + i, AuditValue.code("x".repeat(200)));
    }
    details.put("last", AuditValue.code("x"));
    int missing = size - text("test.act", details).length() + 1;
    for (int i = 400; missing > 200; i++) {
      int length = Math.min(missing - 14, 100);
      details.put("detail" + i, AuditValue.code("x".repeat(length)));
      missing -= length + "\"detail400\":\"\",".length();
    }
    details.put("last", AuditValue.code("x".repeat(missing)));
    return text("test.act", details);
  }

  @ParameterizedTest
  @CsvSource({
    "'Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0', EDGE",
    "'Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/142.0 Safari/537.36', CHROME",
    "'Mozilla/5.0 (Macintosh) AppleWebKit/605 Version/18 Safari/605.1', SAFARI",
    "'Mozilla/5.0 (X11; rv:140.0) Gecko/20100101 Firefox/140.0', FIREFOX",
    "ReactorNetty/1.3.0, JAVA",
    "Anna Hansen 0101901234, OTHER",
    "'', UNKNOWN"
  })
  void of_what_a_client_says_about_itself_only_the_family_is_kept(
      String header, Origin.Client family) {
    assertThat(Origin.Client.of(header)).isEqualTo(family);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Anna Hansen", "010190-1234", "sentinel.example", ""})
  void an_address_is_an_address(String text) {
    assertThatThrownBy(() -> new Origin(text, Origin.Client.OTHER))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Anna Hansen", "010190-1234"})
  void neither_an_actor_nor_a_basis_has_words_of_its_own(String text) {
    Actor.SignIn signIn = new Actor.SignIn("level", text, Instant.EPOCH);
    for (Actor actor :
        List.of(
            new Actor(Actor.Kind.SYSTEM, text, "system", null),
            Actor.system(Actor.Component.PROVISIONING).as(text),
            Actor.system(Actor.Component.PROVISIONING).onBehalfOf(text),
            new Actor(Actor.Kind.PERSON, "id", "owner", signIn))) {
      assertThatThrownBy(() ->
              EntryText.of(
                  UUID.randomUUID(),
                  Instant.EPOCH,
                  CONTEXT.by(actor),
                  new Told("test.act", Map.of())))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Basis(Basis.Legal.QUALITY_WORK, 1, 1, text, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AuditValue.codes(List.of("age", text)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The words for "looks like a CPR number" are those that the log's scanner uses. */
  @Test
  void a_value_is_refused_exactly_when_it_looks_like_a_cpr_number() {
    Pattern cprLike =
        Pattern.compile("(?<![0-9A-Za-z])[0-9]{6}-?[0-9]([0-9]{2}|[A-Z]{2})[0-9](?![0-9A-Za-z])");
    Random random = new Random(4711);
    int refused = 0;
    for (int i = 0; i < 1_000_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = 10 + random.nextInt(5); length > 0; length--) {
        text.append("0000000011111AAab-:".charAt(random.nextInt(19)));
      }
      String value = text.toString();
      boolean taken = true;
      try {
        AuditValue.code(value);
      } catch (IllegalArgumentException e) {
        taken = false;
        refused++;
      }
      assertThat(taken).as(value).isNotEqualTo(cprLike.matcher(value).find());
    }
    assertThat(refused).isGreaterThan(1_000);
  }

  @Test
  void canonical_json_has_its_members_by_utf_16_and_escapes_no_more_than_it_must() {
    String text =
        new CanonicalJson()
            .member("\r", "Carriage Return")
            .member("1", "One")
            .object("nested")
            .member("a", 1L)
            .object("b")
            .end()
            .end()
            .member("text", "\u000f\n\"\\/\u20ac")
            .member("\u0080", "Control")
            .member("\u00f6", "Latin Small Letter O With Diaeresis")
            .member("\u20ac", "Euro Sign")
            .member("\ud83d\ude00", "Emoji: Grinning Face")
            .member("\ufb33", "Hebrew Letter Dalet With Dagesh")
            .text();

    assertThat(text)
        .isEqualTo(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"nested\":{\"a\":1,\"b\":{}},"
                + "\"text\":\"\\u000f\\n\\\"\\\\/\u20ac\",\"\u0080\":\"Control\","
                + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
  }

  @Test
  void canonical_json_refuses_members_out_of_order() {
    CanonicalJson json = new CanonicalJson().member("b", 1L);

    assertThatThrownBy(() -> json.member("a", 1L)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> json.member("b", 1L)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> json.object("\u00e6").text())
        .isInstanceOf(IllegalStateException.class);
  }

  private static String text(String action, Map<String, AuditValue> details) {
    return EntryText.of(
        UUID.randomUUID(),
        Instant.parse("2026-03-04T05:06:07.008009Z"),
        CONTEXT,
        new Told(action, details));
  }

  private record Told(String action, Map<String, AuditValue> details) implements AuditAct {
    @Override
    public AuditObject object() {
      return AuditObject.of("thing");
    }

    @Override
    public Outcome outcome() {
      return Outcome.SUCCESS;
    }

    @Override
    public Purpose purpose() {
      return Purpose.QUALITY_42D;
    }

    @Override
    public Basis basis() {
      return new Basis(Basis.Legal.QUALITY_WORK, 3, 2, "diagnosekodning:1", null);
    }

    @Override
    public Long results() {
      return 17L;
    }
  }
}
