package dk.sentinel.api.identity;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The persistent professional id of a person: who they are in one company (domain facts, 4.2). */
public final class ProfessionalId {
  /** Its shape. */
  public static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9-]{1,100}");

  /** What to say of a field that has none. */
  public static final String RULE = "must be a persistent professional id";

  /** The alias, in our realm, of the broker whose id names a person, not a person in a company. */
  private static final String BY_PERSON = "idura";

  private static final String URN = "urn:uuid:";
  private static final Pattern WITH_COMPANY =
      Pattern.compile("([0-9A-Za-z]{8}(?:-[0-9A-Za-z]{4}){3}-[0-9A-Za-z]{12})-[0-9]{8}");

  private ProfessionalId() {}

  /**
   * The id in Sentinel of whom a broker names.
   *
   * @param broker the broker's alias in our realm; null when it is not known
   * @param said the broker's own id of the person
   * @param cvr the company signed in for
   */
  public static String of(@Nullable String broker, String said, String cvr) {
    String bare = said.startsWith(URN) ? said.substring(URN.length()) : said;
    return BY_PERSON.equals(broker) ? bare + "-" + cvr : bare;
  }

  /** What a broker may have said of whom Sentinel calls so; the likeliest first. */
  public static List<String> said(String id) {
    Matcher both = WITH_COMPANY.matcher(id);
    return both.matches() ? List.of(both.group(1)) : List.of(id, URN + id);
  }
}
