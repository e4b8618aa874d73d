package dk.sentinel.infra.demo;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The clinics of the demo, all invented, from {@code infra/deploy/demo/clinics.json}.
 *
 * @param clinics in the order of the file
 */
public record DemoClinics(List<Clinic> clinics) {

  /** How far a demo clinic has come. */
  public enum State {
    /** Every gate is open. */
    OPEN,
    /** Signed and consented, not enrolled. */
    SIGNED_NOT_ENROLLED,
    /** Known to the platform; nothing is signed. */
    NEW
  }

  /**
   * One clinic.
   *
   * @param cvr eight digits that pass the check but are in nobody's use
   * @param region DK-81 to DK-85
   * @param network the quality network, if any
   * @param ownerProfessionalId who signs for it
   * @param sizeFactor 1 is an ordinary clinic
   * @param seed the same seed makes the same patients
   */
  public record Clinic(
      String cvr,
      String name,
      String region,
      @Nullable String network,
      List<Ydernummer> ydernumre,
      String ownerProfessionalId,
      State state,
      double sizeFactor,
      long seed) {}

  /**
   * A provider number.
   *
   * @param number six digits
   * @param speciality 51, 57, 62 or 65
   * @param validFrom the first day
   */
  public record Ydernummer(String number, String speciality, LocalDate validFrom) {}

  /** Reads the clinics of this checkout. */
  public static DemoClinics read() {
    return read(Checkout.deploy("demo/clinics.json"));
  }

  /** Reads the clinics of a file. */
  public static DemoClinics read(Path file) {
    List<Clinic> clinics = new ArrayList<>();
    for (JsonNode node : JsonMapper.builder().build().readTree(file)) {
      clinics.add(clinic(node));
    }
    return new DemoClinics(List.copyOf(clinics));
  }

  /**
   * The clinic of a company.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Clinic withCvr(String cvr) {
    return clinics.stream()
        .filter(clinic -> clinic.cvr().equals(cvr))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no demo clinic has CVR " + cvr));
  }

  /** Those that may send data, in the order of the file. */
  public List<Clinic> open() {
    return clinics.stream().filter(clinic -> clinic.state() == State.OPEN).toList();
  }

  private static Clinic clinic(JsonNode node) {
    JsonNode network = node.path("network");
    return new Clinic(
        node.path("cvr").asString(),
        node.path("name").asString(),
        node.path("region").asString(),
        network.isString() ? network.asString() : null,
        node.path("ydernumre").values().stream().map(DemoClinics::ydernummer).toList(),
        node.path("ownerProfessionalId").asString(),
        state(node.path("state").asString()),
        node.path("sizeFactor").asDouble(),
        node.path("seed").asLong());
  }

  private static Ydernummer ydernummer(JsonNode node) {
    return new Ydernummer(
        node.path("number").asString(),
        node.path("speciality").asString(),
        LocalDate.parse(node.path("validFrom").asString()));
  }

  private static State state(String word) {
    return switch (word) {
      case "open" -> State.OPEN;
      case "signed-not-enrolled" -> State.SIGNED_NOT_ENROLLED;
      case "new" -> State.NEW;
      default -> throw new IllegalArgumentException("unknown state of a demo clinic: " + word);
    };
  }
}
