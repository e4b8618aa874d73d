package dk.sentinel.api.letter;

/** Takes letters to where they go. */
interface LetterPost {
  /** What became of a letter. */
  enum Outcome {
    /** The server has taken it on. */
    TAKEN,
    /** The server says no, and will say no again. */
    REFUSED,
    /** Nobody knows: no answer, or an answer that may change. Try again. */
    UNCLEAR
  }

  /** Hands a letter over. Blocks, at most for a few of the settings' patiences. */
  Outcome hand(Letter letter);
}
