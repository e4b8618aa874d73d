package dk.sentinel.infra.bench;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;

/**
 * Measures an act with its audit entries and without, in turns, and prints how many times as long
 * it takes with them.
 *
 * @param clients how many act at once; only told
 * @param warmUps how many times are not counted
 * @param rounds of which the median counts
 */
record RecordingCost(PrintStream out, int clients, int warmUps, int rounds) {
  /** Acts for a while. */
  @FunctionalInterface
  interface Rate {
    /** How many a second, with entries or without. */
    double perSecond(boolean recorded) throws Exception;
  }

  void measure(String what, Rate rate) throws Exception {
    for (int warmUp = 0; warmUp < warmUps; warmUp++) {
      rate.perSecond(warmUp % 2 == 0);
    }
    double[] ratios = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      // the order changes, so that neither always comes after the other
      boolean first = round % 2 == 0;
      double one = rate.perSecond(first);
      double other = rate.perSecond(!first);
      double with = first ? one : other;
      double without = first ? other : one;
      ratios[round] = without / with;
      out.printf(
          Locale.ROOT,
          "%s, round %d: without %,.1f/s, with its entries %,.1f/s: %.2f times as long%n",
          what,
          round + 1,
          without,
          with,
          ratios[round]);
    }
    Arrays.sort(ratios);
    out.printf(
        Locale.ROOT,
        "%s, median at %d clients: %.2f times as long (half of the rounds between %.2f and %.2f;"
            + " target: at most 1.10).%n",
        what,
        clients,
        ratios[rounds / 2],
        ratios[rounds / 4],
        ratios[rounds * 3 / 4]);
  }
}
