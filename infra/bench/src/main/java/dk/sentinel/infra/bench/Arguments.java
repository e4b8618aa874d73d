package dk.sentinel.infra.bench;

import java.util.Arrays;

/** What was typed: {@code --name N}. */
final class Arguments {
  private Arguments() {}

  static int number(String[] words, String name, int usual) {
    int at = Arrays.asList(words).indexOf(name);
    return at < 0 || at + 1 >= words.length ? usual : Integer.parseInt(words[at + 1]);
  }
}
