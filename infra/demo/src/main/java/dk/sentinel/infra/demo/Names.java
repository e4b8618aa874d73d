package dk.sentinel.infra.demo;

import java.util.List;
import java.util.Random;

/** Common Danish names and everyday remarks, put together by chance. */
final class Names {
  private static final List<String> WOMEN =
      List.of(
          "Anne", "Kirsten", "Mette", "Hanne", "Åse", "Bodil", "Sofie", "Ingrid", "Gunhild",
          "Marie", "Jørgine", "Lærke", "Birthe", "Dorthe", "Åshild", "Emma", "Søs", "Rikke");
  private static final List<String> MEN =
      List.of(
          "Peter", "Søren", "Jørgen", "Lars", "Åge", "Bjørn", "Niels", "Ole", "Preben", "Øjvind",
          "Mads", "Jens", "Kaj", "Torben", "Henning", "Rasmus", "Villads", "Erik");
  private static final List<String> FAMILIES =
      List.of(
          "Testrup",
          "Prøvesen",
          "Eksempelgaard",
          "Demosen",
          "Sandkåsen",
          "Opdigtø",
          "Skyggebæk",
          "Attrappe",
          "Modelby",
          "Kulissegård",
          "Fantasius",
          "Påfundlund",
          "Øvegård",
          "Ærøprøve");
  private static final List<String> NOTES =
      List.of(
          "Ømhed over højre knæ, bedring siden sidst.",
          "Patienten fortæller om søvnbesvær på grund af smerter.",
          "Øvelser gennemgået; hjemmeøvelser hver dag.",
          "Ægtefællen er med i dag og spørger til aflastning.",
          "Går 200 m uden pause, før 50 m.",
          "Ønsker tid efter kl. 15, ringes op på mobil.");

  private Names() {}

  static String given(boolean woman, Random random) {
    return one(woman ? WOMEN : MEN, random);
  }

  static String family(Random random) {
    return one(FAMILIES, random);
  }

  /** Free text as practice systems send it although nobody may keep it. */
  static String note(Random random) {
    return one(NOTES, random);
  }

  private static String one(List<String> words, Random random) {
    return words.get(random.nextInt(words.size()));
  }
}
