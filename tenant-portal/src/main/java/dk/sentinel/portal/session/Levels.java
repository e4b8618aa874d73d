package dk.sentinel.portal.session;

/** The assurance levels of NSIS, as OpenID Connect's acr values. */
final class Levels {
  /** The floor for everything in Sentinel; the API checks it, the portal asks for it. */
  static final String SUBSTANTIAL = "https://data.gov.dk/concept/core/nsis/loa/Substantial";

  private Levels() {}
}
