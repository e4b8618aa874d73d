package dk.sentinel.infra.demo;

import java.util.Map;
import java.util.Random;

/**
 * What people come with and what is done, by speciality. Rough shares from the domain's
 * distribution: low back about 30 %, neck 15 %, shoulder 15 %, knee 12 %, hip 7 %.
 *
 * @param diagnoses ICPC-2 codes
 * @param services service codes after the first consultation
 */
record Casemix(Weighted diagnoses, Weighted services) {
  private static final Casemix GENERAL =
      new Casemix(
          Weighted.of(
              "L03 12, L84 10, L86 8, L01 6, L83 9, L08 7, L92 8, L90 7, L15 5, L89 4, L13 3,"
                  + " L16 3, L17 3, L18 3, L02 3, L87 2, L93 2, L14 1, L19 1, L77 1, L91 1, N89 1"),
          Weighted.of("0111 66, 0112 14, 8050 15, 0131 5"));
  private static final Casemix FREE =
      new Casemix(
          Weighted.of("N86 22, N87 20, K90 24, N99 14, L88 14, L82 3, L76 3"),
          Weighted.of("0111 42, 0112 10, 4001 40, 0115 4, 0131 4"));
  private static final Casemix RIDING =
      new Casemix(
          Weighted.of("L03 20, L84 25, L86 10, L83 15, L01 10, L85 20"),
          Weighted.of("0111 85, 0112 15"));
  private static final Casemix FREE_RIDING =
      new Casemix(Weighted.of("N86 40, N99 30, K90 10, L82 20"), Weighted.of("0111 85, 0112 15"));

  /** A symptom and the disease it may turn out to be. */
  private static final Map<String, String> LATER_KNOWN_AS =
      Map.of("L03", "L84", "L15", "L90", "L13", "L89", "L01", "L83", "L08", "L92");

  static Casemix of(String speciality) {
    return switch (speciality) {
      case "51" -> GENERAL;
      case "62" -> FREE;
      case "57" -> RIDING;
      case "65" -> FREE_RIDING;
      default -> throw new IllegalArgumentException("no such speciality: " + speciality);
    };
  }

  String diagnosis(Random random) {
    return diagnoses.draw(random);
  }

  /** What a symptom code is refined to; the code itself when there is nothing finer. */
  static String refined(String code) {
    return LATER_KNOWN_AS.getOrDefault(code, code);
  }

  String service(Random random) {
    return services.draw(random);
  }
}
