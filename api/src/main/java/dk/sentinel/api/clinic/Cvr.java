package dk.sentinel.api.clinic;

/** The rule of a CVR number: eight digits whose weighted sum is divisible by eleven. */
final class Cvr {
  private static final int[] WEIGHTS = {2, 7, 6, 5, 4, 3, 2, 1};

  private Cvr() {}

  static boolean isValid(String number) {
    if (!number.matches("[0-9]{8}")) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < WEIGHTS.length; i++) {
      sum += WEIGHTS[i] * (number.charAt(i) - '0');
    }
    return sum % 11 == 0;
  }
}
