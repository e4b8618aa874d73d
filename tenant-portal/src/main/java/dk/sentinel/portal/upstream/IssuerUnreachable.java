package dk.sentinel.portal.upstream;

/**
 * The issuer did not answer, or not with what it is asked for, when a token was needed. Nobody is
 * signed out by it: the same request works when the issuer is back.
 */
public final class IssuerUnreachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says why. */
  public IssuerUnreachable(Throwable cause) {
    super("the issuer gave no token", cause);
  }
}
