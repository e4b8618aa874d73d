package dk.sentinel.compliance.tenancy;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who acts. The identifiers are the identity provider's, never a CPR number or a name.
 *
 * @param kind person, practice system or Sentinel itself
 * @param id the person's persistent professional id, the system's client id, or a component's name
 * @param role the role in which the act is done: owner, physiotherapist, auditor, project-editor,
 *     operator, practice-system or system
 * @param signIn how a person signed in; null for systems
 * @param authorisation id in the national register of authorised health professionals; null when no
 *     source has said it
 * @param onBehalfOf for whom a system acts, such as {@code ydernummer:123456}; null when the actor
 *     acts for themselves
 */
public record Actor(
    Kind kind,
    String id,
    String role,
    @Nullable SignIn signIn,
    @Nullable String authorisation,
    @Nullable String onBehalfOf) {
  /** An actor who acts for themselves and of whom no authorisation is known. */
  public Actor(Kind kind, String id, String role, @Nullable SignIn signIn) {
    this(kind, id, role, signIn, null, null);
  }

  /** What sort of actor acts. */
  public enum Kind {
    /** A human being signed in through the broker. */
    PERSON,
    /** A practice system ("systemhus" software) with client credentials. */
    PRACTICE_SYSTEM,
    /** A component of Sentinel acting by itself. */
    SYSTEM
  }

  /**
   * A part of Sentinel that acts by itself. Its name stands in the log for good, and no practice
   * system may bear it.
   */
  public enum Component {
    /** Seals what has been signed. */
    SEALING,
    /** Sends letters to clinics. */
    LETTERS,
    /** Keeps clinics and their people in the identity provider. */
    PROVISIONING,
    /** Deletes what clinics leave whose agreement has ended. */
    DELETION;

    /** The name in the log. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether an actor of this id would look like a part of Sentinel. */
    public static boolean isOne(String id) {
      return Arrays.stream(values()).anyMatch(component -> component.id().equals(id));
    }
  }

  /**
   * How the person signed in.
   *
   * @param level the NSIS level of assurance as URI
   * @param session the identity provider's session id
   * @param authTime when the person last proved who they are
   * @param idp the identity provider that vouches for it, such as {@code nemlogin}; null when it
   *     was not told
   */
  public record SignIn(String level, String session, Instant authTime, @Nullable String idp) {
    /** A sign-in of which only the broker is known. */
    public SignIn(String level, String session, Instant authTime) {
      this(level, session, authTime, null);
    }
  }

  /** A component of Sentinel. */
  public static Actor system(Component component) {
    return new Actor(Kind.SYSTEM, component.id(), "system", null);
  }

  /** The same actor in another role. */
  public Actor as(String otherRole) {
    return new Actor(kind, id, otherRole, signIn, authorisation, onBehalfOf);
  }

  /** The same actor, whose id in the register of health professionals is known now. */
  public Actor authorised(String id) {
    return new Actor(kind, this.id, role, signIn, id, onBehalfOf);
  }

  /** The same actor acting for somebody. */
  public Actor onBehalfOf(String party) {
    return new Actor(kind, id, role, signIn, authorisation, party);
  }
}
