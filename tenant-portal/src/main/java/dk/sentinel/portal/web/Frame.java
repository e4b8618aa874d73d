package dk.sentinel.portal.web;

import org.jspecify.annotations.Nullable;

/**
 * What surrounds every page; templates know it as {@code frame}.
 *
 * @param language the page's language, {@code da} or {@code en}
 * @param danish this page in Danish
 * @param english this page in English
 * @param assets the folder of the assets
 * @param user the signed-in person's name, absent on public pages
 * @param csrfHeader the header that htmx sends
 * @param csrfToken its value; empty on public pages
 * @param idleSeconds how long the session lasts without a request
 * @param warningSeconds how long before that the page warns
 */
record Frame(
    String language,
    String danish,
    String english,
    String assets,
    @Nullable String user,
    String csrfHeader,
    String csrfToken,
    long idleSeconds,
    long warningSeconds) {

  public boolean signedIn() {
    return user != null;
  }

  public long warningMinutes() {
    return Math.max(1, warningSeconds / 60);
  }
}
