package dk.sentinel.api.problem;

import dk.sentinel.compliance.TextLanguage;
import org.jspecify.annotations.Nullable;

/** Reads the parameter {@code lang}. */
public final class Language {
  private Language() {}

  /**
   * The language asked for; Danish when none was.
   *
   * @throws ProblemException when it is neither Danish nor English
   */
  public static TextLanguage of(@Nullable String lang) {
    return TextLanguage.of(lang)
        .orElseThrow(() -> Problem.invalid("lang", "must be da or en").asException());
  }
}
