package dk.sentinel.portal.upstream;

/**
 * The API does not accept this sign-in: too weak, expired or withdrawn. The person signs in anew.
 */
public final class SignInRejected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean tooWeak;

  SignInRejected(boolean tooWeak) {
    super(tooWeak ? "the sign-in's level is too low" : "the API rejected the token");
    this.tooWeak = tooWeak;
  }

  /** True when the same person may do it with a stronger sign-in. */
  public boolean tooWeak() {
    return tooWeak;
  }
}
