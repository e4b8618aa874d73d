package dk.sentinel.infra.bench;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditValue;
import dk.sentinel.compliance.audit.Basis;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.Actor;
import dk.sentinel.compliance.tenancy.Origin;
import dk.sentinel.compliance.tenancy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An act as large as those of a working day: somebody opens a report. */
record BenchAct(int number) implements AuditAct {
  private static final Instant SIGNED_IN = Instant.parse("2026-01-05T07:30:00Z");

  /** A physiotherapist of a clinic. */
  static ActContext context(UUID clinic) {
    return new ActContext(
        new TenantId(clinic),
        new Actor(
            Actor.Kind.PERSON,
            "018f0000-0000-4000-8000-000000000002",
            "physiotherapist",
            new Actor.SignIn(
                "https://data.gov.dk/concept/core/nsis/loa/Substantial",
                "018f0000-0000-4000-8000-00000000000a",
                SIGNED_IN,
                "nemlogin")),
        UUID.randomUUID(),
        new Origin("192.0.2.17", Origin.Client.FIREFOX));
  }

  @Override
  public String action() {
    return "report.open";
  }

  @Override
  public AuditObject object() {
    return AuditObject.of("report", "diagnosekodning");
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
    return new Basis(Basis.Legal.QUALITY_WORK, 1, 1, "diagnosekodning:1", null);
  }

  @Override
  public Map<String, AuditValue> details() {
    return Map.of(
        "fields", AuditValue.codes(List.of("age", "sex", "code")),
        "number", AuditValue.count(number));
  }
}
