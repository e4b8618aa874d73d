package dk.sentinel.api.letter;

import java.util.Locale;

/** Why a letter was not sent. */
enum Unsent {
  /** The owner took the address away. */
  NO_ADDRESS,
  /** The server says that nobody is there, or does not take the letter. */
  ADDRESS_REFUSED,
  /** The server did not answer, or not yes, until it was too late. */
  SERVER_AWAY,
  /** The day was over before it could be sent. */
  TOO_LATE;

  /** Its word in the database and in the log. */
  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
