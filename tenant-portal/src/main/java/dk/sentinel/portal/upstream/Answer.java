package dk.sentinel.portal.upstream;

/**
 * What the API answered: what was asked for, or a refusal to be told to the person. Not reaching
 * the API, and a token that it does not accept, are exceptions instead.
 *
 * @param <T> what was asked for
 */
public sealed interface Answer<T> {
  /** The API did it; this is its answer. */
  record Given<T>(T body) implements Answer<T> {}

  /** The API did not do it; the problem says why. */
  record Refused<T>(Problem problem) implements Answer<T> {}
}
