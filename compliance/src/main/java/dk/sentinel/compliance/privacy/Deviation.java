package dk.sentinel.compliance.privacy;

import org.jspecify.annotations.Nullable;

/**
 * Something that somebody wanted done with journal data outside the controller's instruction, and
 * that therefore was not done. Names no person.
 *
 * @param act what was wanted
 * @param project for which project, by its code
 * @param reason what the instruction lacks
 * @param entries how many entries of a message it kept out; 1 when it is no message
 * @param systemId the practice system that wanted it; null when it was a person
 */
public record Deviation(
    Act act, String project, Reason reason, int entries, @Nullable String systemId) {

  /** What can be done with journal data. */
  public enum Act {
    /** Taking data in. */
    RECEIVE("receive"),
    /** Looking at figures, or taking them out as a document. */
    READ("read");

    private final String code;

    Act(String code) {
      this.code = code;
    }

    /** The act's name on record and in contracts. */
    public String code() {
      return code;
    }
  }

  /** What an act lacked. */
  public enum Reason {
    /** The practice system was not confirmed for the ydernummer, or not on the datum's day. */
    PRACTICE_SYSTEM(Gate.PRACTICE_SYSTEM.code()),
    /** No data processing agreement was in force, or not on the datum's day. */
    AGREEMENT(Gate.AGREEMENT.code()),
    /** The practice consent was not given, or not on the datum's day. */
    CONSENT(Gate.CONSENT.code()),
    /** The clinic did not take part in the project, or not on the datum's day. */
    ENROLMENT(Gate.ENROLMENT.code()),
    /** The practice system may not send data of this kind. */
    KIND("kind"),
    /** The person has no permission by sundhedsloven § 42 d. */
    PERMISSION("permission");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    /** The reason's name on record and in contracts. */
    public String code() {
      return code;
    }

    /**
     * What a closed gate means.
     *
     * @throws IllegalArgumentException for {@link Gate#DATA}, which decides nothing
     */
    public static Reason of(Gate gate) {
      return switch (gate) {
        case PRACTICE_SYSTEM -> PRACTICE_SYSTEM;
        case AGREEMENT -> AGREEMENT;
        case CONSENT -> CONSENT;
        case ENROLMENT -> ENROLMENT;
        case DATA ->
            throw new IllegalArgumentException("that there are no data deviates from nothing");
      };
    }
  }
}
