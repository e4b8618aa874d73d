package dk.sentinel.infra.demo;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * CPR numbers that belong to nobody: the day of birth plus 60, which the CPR office never issues.
 * The seventh digit tells the century and the last one the sex, as in a real number; no number
 * comes twice.
 */
final class SyntheticCpr {
  private static final int OUT_OF_USE = 60;

  private final Random random;
  private final Set<String> used = new HashSet<>();

  SyntheticCpr(Random random) {
    this.random = random;
  }

  /** A number for somebody born from 1900 to 2036. */
  String next(LocalDate birth, boolean woman) {
    String number = draw(birth, woman);
    while (!used.add(number)) {
      number = draw(birth, woman);
    }
    return number;
  }

  private String draw(LocalDate birth, boolean woman) {
    // 0-3 is 1900-1999 whatever the year; 4 is 2000-2036 for the years 00-36
    int century = birth.getYear() < 2000 ? random.nextInt(4) : 4;
    int last = 2 * random.nextInt(5) + (woman ? 0 : 1);
    return String.format(
        Locale.ROOT,
        "%02d%02d%02d%d%02d%d",
        birth.getDayOfMonth() + OUT_OF_USE,
        birth.getMonthValue(),
        birth.getYear() % 100,
        century,
        random.nextInt(100),
        last);
  }
}
