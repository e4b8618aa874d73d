package dk.sentinel.compliance.audit;

import dk.sentinel.compliance.audit.proof.TestLog;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.Actor;
import dk.sentinel.compliance.tenancy.Origin;
import dk.sentinel.compliance.tenancy.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A log that never changes: what {@code src/test/resources/golden-log} holds, byte for byte. When
 * it differs from what is made here, logs that clinics hold can no longer be read: so never write
 * it again, make a new one beside it.
 */
final class GoldenLog {
  static final int SIZE = 1_234;

  private static final Instant START = Instant.parse("2026-01-05T07:30:00Z");
  private static final UUID CLINIC = UUID.fromString("018f0000-0000-7000-8000-000000000001");

  private static final List<Origin.Client> CLIENTS =
      List.of(
          Origin.Client.EDGE, Origin.Client.FIREFOX, Origin.Client.CHROME, Origin.Client.DOTNET);

  private GoldenLog() {}

  /** Writes it into a directory. */
  public static void main(String[] directory) throws IOException {
    made().inDirectory(Path.of(directory[0]));
  }

  static TestLog made() {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      entries.add(entry(i));
    }
    return TestLog.of("the golden log", entries);
  }

  private static byte[] entry(int i) {
    Instant at = START.plusMillis(i * 41_357L);
    UUID id = new UUID((at.toEpochMilli() << 16) | 0x7000L | (i & 0xfff), Long.MIN_VALUE | i);
    return EntryText.of(id, at, context(i), new Act(i)).getBytes(StandardCharsets.UTF_8);
  }

  private static ActContext context(int i) {
    UUID correlation = new UUID(0x018f_0000_0000_4000L, Long.MIN_VALUE | (i / 3));
    return new ActContext(
        new TenantId(CLINIC),
        actor(i),
        correlation,
        i % 11 == 0 ? null : new Origin("192.0.2." + i % 250, CLIENTS.get(i % CLIENTS.size())));
  }

  private static Actor actor(int i) {
    return switch (i % 11) {
      case 0 -> new Actor(Actor.Kind.SYSTEM, "sequencer", "system", null);
      case 1, 2, 3, 4, 5 ->
          new Actor(Actor.Kind.PRACTICE_SYSTEM, "practice-system-1", "practice-system", null)
              .onBehalfOf("ydernummer:012345");
      default ->
          new Actor(
              Actor.Kind.PERSON,
              new UUID(0x018f_0000_0000_4000L, Long.MIN_VALUE | (i % 7)).toString(),
              i % 3 == 0 ? "owner" : "physiotherapist",
              new Actor.SignIn(
                  "https://data.gov.dk/concept/core/nsis/loa/Substantial",
                  "session-" + i / 50,
                  START.plusSeconds(i / 50 * 2_000L),
                  "nemlogin"),
              i % 3 == 0 ? null : "0XB2C",
              null);
    };
  }

  private record Act(int i) implements AuditAct {
    private static final List<String> ACTIONS =
        List.of("record.capture", "report.open", "audit.search", "agreement.read");

    @Override
    public String action() {
      return i % 11 == 0 ? "log.sequence" : ACTIONS.get(i % ACTIONS.size());
    }

    @Override
    public AuditObject object() {
      return i % 4 == 1
          ? AuditObject.of("report", "diagnosekodning")
          : AuditObject.of("record", new UUID(0x018f_0000_0000_4000L, Long.MIN_VALUE | i));
    }

    @Override
    public Outcome outcome() {
      return i % 29 == 0 ? Outcome.REFUSED : i % 97 == 0 ? Outcome.FAILURE : Outcome.SUCCESS;
    }

    @Override
    public Purpose purpose() {
      return i % 4 == 2 ? Purpose.AUDIT : Purpose.QUALITY_42D;
    }

    @Override
    public Basis basis() {
      return i % 4 == 2
          ? Basis.of(purpose())
          : new Basis(Basis.Legal.QUALITY_WORK, 1, 1, "diagnosekodning:1", null);
    }

    @Override
    public @Nullable SubjectPseudonym subject() {
      byte[] bytes = ("person " + i % 200).getBytes(StandardCharsets.UTF_8);
      return i % 4 == 0
          ? new SubjectPseudonym(HexFormat.of().formatHex(Arrays.copyOf(bytes, 32)))
          : null;
    }

    @Override
    public @Nullable Long results() {
      return i % 4 == 2 ? Long.valueOf(i) : null;
    }

    @Override
    public Map<String, AuditValue> details() {
      Map<String, AuditValue> details = new TreeMap<>();
      details.put("fields", AuditValue.codes(List.of("age", "sex", "code")));
      if (i == 500) {
        for (int n = 1_000; n < 1_300; n++) {
          details.put("detail" + n, AuditValue.code("x".repeat(190)));
        }
      }
      return details;
    }
  }
}
