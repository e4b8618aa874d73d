package dk.sentinel.api.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** An authenticated caller. The token itself is not kept: nothing here needs it again. */
final class SignedIn extends AbstractAuthenticationToken {
  static final String PERSON = "person";
  static final String PRACTICE_SYSTEM = "practice-system";
  static final String PRIVATE_PERSON = "private-person";

  private static final long serialVersionUID = 1L;

  private final transient Caller caller;

  SignedIn(Caller caller) {
    super(List.of(new SimpleGrantedAuthority(kind(caller))));
    this.caller = caller;
    setAuthenticated(true);
  }

  private static String kind(Caller caller) {
    return switch (caller) {
      case Caller.Person person -> PERSON;
      case Caller.PracticeSystem system -> PRACTICE_SYSTEM;
      case Caller.PrivatePerson nobody -> PRIVATE_PERSON;
    };
  }

  @Override
  public Object getCredentials() {
    return "";
  }

  @Override
  public Caller getPrincipal() {
    return caller;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
