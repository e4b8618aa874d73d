package dk.sentinel.api.identity;

import dk.sentinel.compliance.tenancy.Actor;
import dk.sentinel.compliance.tenancy.RightToRepresent;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who sent a request, as its access token says. */
public sealed interface Caller {

  /**
   * A person signed in with MitID Erhverv at level Substantial or higher.
   *
   * @param id the persistent professional id: this person in this company
   * @param name the person's name, or the alias of a name-protected person
   * @param cvr the company the person signed in for
   * @param organization that company's name
   * @param mayRepresent whether the person alone may represent the company, as the sign-in says
   * @param level the NSIS level of assurance as URI
   * @param session the identity provider's session id
   * @param authTime when the person last proved who they are, machine time
   * @param idp the identity provider behind the broker; null when the token does not say
   * @param platformRoles roles that concern no single clinic
   * @param named the clinics that the token names
   */
  record Person(
      String id,
      String name,
      String cvr,
      String organization,
      RightToRepresent mayRepresent,
      String level,
      String session,
      Instant authTime,
      @Nullable String idp,
      Set<PlatformRole> platformRoles,
      Named named)
      implements Caller {

    /**
     * The clinics of which the identity provider says that the person belongs to them. It is a hint
     * that must agree with what Sentinel knows; nothing is given on its word.
     *
     * @param clinics their ids; empty when the token names none
     * @param at when it said so
     */
    record Named(Set<String> clinics, Instant at) {
      private static final Duration SKEW = Duration.ofSeconds(10);

      /**
       * Whether it names other clinics where it ought to name this one.
       *
       * @param countedSince since when it counts the person to this clinic; null when it does not
       */
      boolean contradicts(UUID clinic, @Nullable Instant countedSince) {
        return !clinics.isEmpty()
            && !clinics.contains(clinic.toString())
            && countedSince != null
            && countedSince.isBefore(at.minus(SKEW));
      }
    }

    /** This person acting in a role. */
    public Actor as(String role) {
      return new Actor(
          Actor.Kind.PERSON, id, role, new Actor.SignIn(level, session, authTime, idp));
    }
  }

  /**
   * A practice system with client credentials.
   *
   * @param id its client id
   * @param kinds the FHIR resource types that its token lets it send
   */
  record PracticeSystem(String id, Set<String> kinds) implements Caller {
    /** This system as an actor. */
    public Actor actor() {
      return new Actor(Actor.Kind.PRACTICE_SYSTEM, id, "practice-system", null);
    }
  }

  /** A person signed in with a private MitID: known to nobody here, let in nowhere. */
  record PrivatePerson() implements Caller {}
}
