package dk.sentinel.compliance.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.Actor;
import dk.sentinel.compliance.tenancy.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
                  Instant.parse("2026-01-02T03:04:05.678999Z"))),
          UUID.fromString("018f0000-0000-4000-8000-000000000003"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0101901234",
        "010190-1234",
        "cpr:010190-1234",
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
                Instant.parse("2026-01-02T03:04:05.678Z")));
    assertThat(read.object()).isEqualTo(new AuditEntry.On("thing", null));
    assertThat(read.outcome()).isEqualTo("success");
    assertThat(read.purpose()).isEqualTo("QUALITY_42D");
    assertThat(read.subject()).isNull();
    assertThat(read.details()).isEqualTo(Map.of("found", 12, "project", "diagnosekodning"));
  }

  @Test
  void an_entry_over_64_kib_is_refused() {
    Map<String, AuditValue> details = new TreeMap<>();
    for (int i = 0; i < 300; i++) {
      details.put("detail" + i, AuditValue.code("x".repeat(200)));
    }
    assertThat(text("test.act", details).length()).isGreaterThan(60_000);
    for (int i = 300; i < 330; i++) {
      details.put("detail" + i, AuditValue.code("x".repeat(200)));
    }
    assertThatThrownBy(() -> text("test.act", details))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("64 KiB");
  }

  @Test
  void canonical_json_sorts_members_by_utf_16_and_escapes_no_more_than_it_must() {
    Map<String, Object> object = new HashMap<>();
    object.put("\u20ac", "Euro Sign");
    object.put("\r", "Carriage Return");
    object.put("\ufb33", "Hebrew Letter Dalet With Dagesh");
    object.put("1", "One");
    object.put("\ud83d\ude00", "Emoji: Grinning Face");
    object.put("\u0080", "Control");
    object.put("\u00f6", "Latin Small Letter O With Diaeresis");
    object.put("nested", Map.of("b", true, "a", 1L));
    object.put("text", "\u000f\n\"\\/\u20ac");

    assertThat(new String(CanonicalJson.bytes(object), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"nested\":{\"a\":1,\"b\":true},"
                + "\"text\":\"\\u000f\\n\\\"\\\\/\u20ac\",\"\u0080\":\"Control\","
                + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                + "\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
  }

  private static String text(String action, Map<String, AuditValue> details) {
    return new String(
        EntryText.of(
            UUID.randomUUID(),
            Instant.parse("2026-03-04T05:06:07.008009Z"),
            CONTEXT,
            new Told(action, details)),
        StandardCharsets.UTF_8);
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
  }
}
