package dk.sentinel.portal.upstream;

/** The API could not be reached or did not answer in time; nothing is known about the call. */
public final class ApiUnreachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ApiUnreachable(Throwable cause) {
    super("the API did not answer", cause);
  }
}
