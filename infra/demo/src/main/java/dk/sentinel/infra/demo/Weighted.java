package dk.sentinel.infra.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Words that are drawn as often as their weights say.
 *
 * @param words what can be drawn
 * @param weights how often, in any unit
 */
record Weighted(List<String> words, List<Integer> weights) {

  /** Reads {@code "L03 12, L84 10"}. */
  static Weighted of(String text) {
    List<String> words = new ArrayList<>();
    List<Integer> weights = new ArrayList<>();
    for (String pair : text.split(",", -1)) {
      String[] parts = pair.strip().split(" ", -1);
      words.add(parts[0]);
      weights.add(Integer.valueOf(parts[1]));
    }
    return new Weighted(List.copyOf(words), List.copyOf(weights));
  }

  String draw(Random random) {
    int left = random.nextInt(weights.stream().mapToInt(Integer::intValue).sum());
    int index = 0;
    while (left >= weights.get(index)) {
      left -= weights.get(index);
      index++;
    }
    return words.get(index);
  }
}
