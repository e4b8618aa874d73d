package dk.sentinel.api.identity;

import dk.sentinel.compliance.audit.AuditAct;

/** A person came in: recorded once per session and clinic. */
record SignInRecord() implements AuditAct {
  @Override
  public String action() {
    return "sign-in";
  }

  @Override
  public AuditObject object() {
    return AuditObject.of("session");
  }

  @Override
  public Outcome outcome() {
    return Outcome.SUCCESS;
  }

  @Override
  public Purpose purpose() {
    return Purpose.ADMIN;
  }
}
