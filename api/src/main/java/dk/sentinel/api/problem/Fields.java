package dk.sentinel.api.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the fields of a request one by one and refuses them all at once, without their values. */
public final class Fields {
  private final List<Problem.FieldError> errors = new ArrayList<>();

  /** The text when it has 1 to {@code max} characters and no control characters. */
  public String text(String field, @Nullable String value, int max) {
    boolean fits =
        value != null
            && !value.isBlank()
            && value.length() <= max
            && value.chars().noneMatch(Character::isISOControl);
    return checked(field, value, fits, "must be a text of 1 to " + max + " characters");
  }

  /** The text when it matches the pattern. */
  public String matching(String field, @Nullable String value, Pattern pattern, String rule) {
    return checked(field, value, value != null && pattern.matcher(value).matches(), rule);
  }

  /** Notes a broken rule of a field. */
  public void require(boolean holds, String field, String rule) {
    if (!holds) {
      errors.add(new Problem.FieldError(field, rule));
    }
  }

  private String checked(String field, @Nullable String value, boolean fits, String rule) {
    require(fits, field, rule);
    return value == null ? "" : value;
  }

  /** Whether any rule was broken so far. */
  public boolean areBroken() {
    return !errors.isEmpty();
  }

  /**
   * Ends the checks.
   *
   * @throws ProblemException when any rule was broken, naming each
   */
  public void refuseIfBroken() {
    if (!errors.isEmpty()) {
      throw Problem.invalid(List.copyOf(errors)).asException();
    }
  }
}
