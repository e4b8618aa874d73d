package dk.sentinel.api.identity;

/** A person came in: recorded once per session and clinic. */
record SignInRecord() implements IdentityAct {
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
}
