package dk.sentinel.compliance.audit;

import java.util.Map;

/** An act that says nothing but a number. */
public record CountedAct(long count) implements AuditAct {
  @Override
  public String action() {
    return "test.act";
  }

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
    return Purpose.ADMIN;
  }

  @Override
  public Map<String, AuditValue> details() {
    return Map.of("count", AuditValue.count(count));
  }
}
