package dk.sentinel.api.identity;

import java.util.regex.Pattern;

/** The persistent professional id of a person: who they are in one company (domain facts, 4.2). */
public final class ProfessionalId {
  /** Its shape. */
  public static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9-]{1,100}");

  /** What to say of a field that has none. */
  public static final String RULE = "must be a persistent professional id";

  private ProfessionalId() {}
}
