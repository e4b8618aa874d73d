package dk.sentinel.compliance.audit;

import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A processing act that must be recorded. Each room declares its own acts as records of a sealed
 * interface that extends this one. What an act can say is limited by {@link AuditValue}: there is
 * no way to put a name, a CPR number, a clinical value or free text into an entry.
 */
public interface AuditAct {
  /** What was done, from the catalogue of actions, such as {@code report.open}. */
  String action();

  /** What it was done to: a kind and, where it has one, an id. */
  AuditObject object();

  /** Whether it was done, refused or failed. */
  Outcome outcome();

  /** Why it was done. */
  Purpose purpose();

  /** What allows it; by itself no more than the rule that fits the purpose. */
  default Basis basis() {
    return Basis.of(purpose());
  }

  /** Pseudonym of the person whose data the act concerns; null when it concerns no one person. */
  default @Nullable SubjectPseudonym subject() {
    return null;
  }

  /** How many things a search or a read gave; null when the act gives none. */
  default @Nullable Long results() {
    return null;
  }

  /**
   * Further facts: counts, versions, periods, criteria without values of persons. The names {@code
   * fields} ({@link AuditValue.Codes}) and {@code dataset} tell which data were touched.
   */
  default Map<String, AuditValue> details() {
    return Map.of();
  }

  /** How an act ended. */
  enum Outcome {
    /** It was done. */
    SUCCESS,
    /** A rule said no. */
    REFUSED,
    /** Something broke. */
    FAILURE
  }

  /** Why personal data are processed (the purposes of domain facts, section 3.7). */
  enum Purpose {
    /** Running the clinic's account: agreements, colleagues, enrolment. */
    ADMIN,
    /** Quality work under sundhedsloven § 42 d stk. 2 nr. 2. */
    QUALITY_42D,
    /** Looking into the log itself. */
    AUDIT,
    /** Help asked for by the clinic. */
    SUPPORT,
    /** A right of the person concerned, such as erasure. */
    DSR
  }

  /**
   * What an act was done to.
   *
   * @param type a kind such as {@code report}; lower case, hyphens
   * @param id its id, when it has one; anything an {@link AuditValue.Code} may be
   */
  record AuditObject(String type, @Nullable String id) {
    /** Checks the shapes. */
    public AuditObject {
      if (!EntryText.isWord(type, "-")) {
        throw new IllegalArgumentException("a kind of object is a lower-case word");
      }
      id = id == null ? null : AuditValue.code(id).value();
    }

    /** An object with a name of its own, such as a report's code. */
    public static AuditObject of(String type, String id) {
      return new AuditObject(type, id);
    }

    /** An object with a UUID. */
    public static AuditObject of(String type, UUID id) {
      return new AuditObject(type, id.toString());
    }

    /** A kind of object as a whole. */
    public static AuditObject of(String type) {
      return new AuditObject(type, null);
    }
  }

  /**
   * A keyed pseudonym of a person: 32 bytes as lower-case hex. Only the holder of the person's key
   * can tie it to them.
   *
   * @param value 64 hex digits
   */
  record SubjectPseudonym(String value) {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{64}");

    /** Checks the shape. */
    public SubjectPseudonym {
      if (!SHAPE.matcher(value).matches()) {
        throw new IllegalArgumentException("a subject pseudonym is 64 lower-case hex digits");
      }
    }
  }
}
