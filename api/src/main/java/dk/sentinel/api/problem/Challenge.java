package dk.sentinel.api.problem;

import java.time.Duration;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

/**
 * What a 401 tells the client to do next (RFC 6750; RFC 9470 for the level of assurance and the age
 * of the sign-in).
 */
public final class Challenge {
  /** The level of assurance below which nobody is let in. */
  public static final String SUBSTANTIAL = "https://data.gov.dk/concept/core/nsis/loa/Substantial";

  /** How long ago a sign-in may be for an act that needs a fresh one. */
  public static final Duration FRESH = Duration.ofMinutes(10);

  private Challenge() {}

  /** The person signed in at a level of assurance that is too low. */
  public static final class LevelTooLowException extends AuthenticationException {
    private static final long serialVersionUID = 1L;

    /** The sign-in was below {@link #SUBSTANTIAL}. */
    public LevelTooLowException() {
      super("level of assurance too low");
    }
  }

  /** The person proved who they are longer ago than {@link #FRESH}. */
  public static final class SignInTooOldException extends AuthenticationException {
    private static final long serialVersionUID = 1L;

    /** The sign-in is good for reading, but not for this. */
    public SignInTooOldException() {
      super("sign-in too old");
    }
  }

  static String of(AuthenticationException refused) {
    return switch (refused) {
      case SignInTooOldException old ->
          "Bearer error=\"insufficient_user_authentication\","
              + " error_description=\"A more recent sign-in is required\","
              + " max_age=\""
              + FRESH.toSeconds()
              + "\"";
      case LevelTooLowException low ->
          "Bearer error=\"insufficient_user_authentication\","
              + " error_description=\"A higher level of assurance is required\","
              + " acr_values=\""
              + SUBSTANTIAL
              + "\"";
      case InvalidBearerTokenException invalid -> "Bearer error=\"invalid_token\"";
      case InsufficientAuthenticationException none -> "Bearer";
      default -> "Bearer";
    };
  }
}
