package dk.sentinel.compliance.tenancy;

/**
 * A transaction was asked for without saying for which clinic: a fault of the program, not "all".
 */
public final class NoTenantException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  NoTenantException() {
    super("no clinic in context: a transaction needs to know for whom it works");
  }
}
