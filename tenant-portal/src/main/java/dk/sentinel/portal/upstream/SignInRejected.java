package dk.sentinel.portal.upstream;

import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;

/** The API does not accept this sign-in for what was asked. The person signs in anew. */
public final class SignInRejected extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Why why;

  /** What is wrong with a sign-in (RFC 9470). */
  public enum Why {
    /** Below the level of assurance that is asked for. */
    TOO_WEAK,
    /** Good for reading, but too long ago for this. */
    TOO_OLD,
    /** Expired or withdrawn. */
    INVALID
  }

  SignInRejected(Why why) {
    super("the API does not accept the sign-in: " + why);
    this.why = why;
  }

  /** Reads the challenge of a 401. */
  static SignInRejected of(ClientResponse response) {
    String challenge = String.join(" ", response.headers().header(HttpHeaders.WWW_AUTHENTICATE));
    if (!challenge.contains("insufficient_user_authentication")) {
      return new SignInRejected(Why.INVALID);
    }
    return new SignInRejected(challenge.contains("max_age=") ? Why.TOO_OLD : Why.TOO_WEAK);
  }

  /** What is wrong with the sign-in. */
  public Why why() {
    return why;
  }
}
