package dk.sentinel.compliance.audit.proof.verify;

import dk.sentinel.compliance.audit.proof.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the caller typed.
 *
 * @param subject the package or directory; with a proof the entry's file; null when help is asked
 * @param proof a {@code .tlog-proof} for one entry; null to check a whole log
 * @param key the key the caller trusts
 * @param older what the caller kept from before
 * @param copy the searchable copy, with the day from which it must have everything
 * @param json whether the answer is to be read by a program
 * @param locale the language of the answer
 */
record Options(
    @Nullable Path subject,
    @Nullable Path proof,
    @Nullable VerifierKey key,
    List<Path> older,
    @Nullable SearchCopy copy,
    @Nullable Path anchors,
    boolean json,
    Locale locale) {

  /** What was typed is not understood. */
  static final class NotUnderstood extends Exception {
    private static final long serialVersionUID = 1;

    NotUnderstood(String word) {
      super(word);
    }
  }

  /**
   * Reads the words of the command line.
   *
   * @throws NotUnderstood with the word that is wrong, or nothing when one is missing
   */
  static Options parse(String[] words, Locale own) throws NotUnderstood {
    Deque<String> left = new ArrayDeque<>(List.of(words));
    Path subject = null;
    Path proof = null;
    VerifierKey key = null;
    List<Path> older = new ArrayList<>();
    SearchCopy copy = null;
    LocalDate copyFrom = null;
    Path anchors = null;
    boolean json = false;
    boolean help = left.isEmpty();
    Locale locale = own.getLanguage().equals("da") ? Wording.DANISH : Locale.ENGLISH;
    while (!left.isEmpty()) {
      String word = left.pop();
      switch (word) {
        case "--help", "-h" -> help = true;
        case "--json" -> json = true;
        case "--since" -> older.add(path(value(left, word)));
        case "--proof" -> proof = path(value(left, word));
        case "--key" -> key = key(value(left, word));
        case "--anchors" -> anchors = path(value(left, word));
        case "--archive" -> copy = copy(value(left, word));
        case "--archive-from" -> copyFrom = day(value(left, word));
        case "--lang" -> locale = language(value(left, word));
        default -> {
          if (word.startsWith("-") || subject != null) {
            throw new NotUnderstood(word);
          }
          subject = path(word);
        }
      }
    }
    if (subject == null && !help) {
      throw new NotUnderstood("");
    }
    if (copyFrom != null) {
      if (copy == null) {
        throw new NotUnderstood("--archive-from");
      }
      copy = copy.from(copyFrom);
    }
    return new Options(
        help ? null : subject, proof, key, List.copyOf(older), copy, anchors, json, locale);
  }

  private static String value(Deque<String> left, String option) throws NotUnderstood {
    if (left.isEmpty()) {
      throw new NotUnderstood(option);
    }
    return left.pop();
  }

  private static Path path(String word) throws NotUnderstood {
    try {
      return Path.of(word);
    } catch (InvalidPathException e) {
      throw new NotUnderstood(word);
    }
  }

  /** A key as it is written, or the file it is in. */
  private static VerifierKey key(String word) throws NotUnderstood {
    try {
      Path file = word.contains("+") ? null : Path.of(word);
      return VerifierKey.parse(file == null ? word : Files.readString(file));
    } catch (IllegalArgumentException | IOException e) {
      throw new NotUnderstood(word);
    }
  }

  private static SearchCopy copy(String word) throws NotUnderstood {
    try {
      return SearchCopy.at(word);
    } catch (IllegalArgumentException e) {
      throw new NotUnderstood("--archive");
    }
  }

  private static LocalDate day(String word) throws NotUnderstood {
    try {
      return LocalDate.parse(word);
    } catch (DateTimeParseException e) {
      throw new NotUnderstood(word);
    }
  }

  private static Locale language(String word) throws NotUnderstood {
    return switch (word) {
      case "da" -> Wording.DANISH;
      case "en" -> Locale.ENGLISH;
      default -> throw new NotUnderstood(word);
    };
  }
}
