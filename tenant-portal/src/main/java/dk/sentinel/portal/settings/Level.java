package dk.sentinel.portal.settings;

/** Assurance levels of NSIS and how a sign-in asks for one. */
public final class Level {
  /** The floor for everything in Sentinel; the API checks it, the portal asks for it. */
  public static final String SUBSTANTIAL = "https://data.gov.dk/concept/core/nsis/loa/Substantial";

  private Level() {}

  /**
   * The parameter {@code claims} that asks for a level (OpenID Connect Core, section 5.5.1). Unlike
   * {@code acr_values} Keycloak hands it on only to a broker that understands these words.
   */
  public static String asClaims(String level) {
    return "{\"id_token\":{\"acr\":{\"values\":[\"" + level + "\"]}}}";
  }
}
