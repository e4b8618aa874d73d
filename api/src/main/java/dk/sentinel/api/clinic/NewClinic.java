package dk.sentinel.api.clinic;

import dk.sentinel.api.identity.ProfessionalId;
import dk.sentinel.api.problem.Fields;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A clinic as the operator registers it: every rule holds. */
record NewClinic(
    String cvr,
    String name,
    String region,
    Optional<String> network,
    List<Ydernummer> ydernumre,
    String ownerId,
    String ownerName) {
  private static final Pattern REGION = Pattern.compile("DK-8[1-5]");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
  private static final Pattern SPECIALITY = Pattern.compile("51|57|62|65");

  static NewClinic of(Request request) {
    Fields fields = new Fields();
    String cvr = fields.text("cvr", request.cvr, 8);
    fields.require(Cvr.isValid(cvr), "cvr", "must be a CVR number");
    Owner owner = request.owner == null ? new Owner(null, null) : request.owner;
    NewClinic clinic =
        new NewClinic(
            cvr,
            fields.text("name", request.name, 200),
            fields.matching("region", request.region, REGION, "must be DK-81 to DK-85"),
            Optional.ofNullable(request.network)
                .map(network -> fields.text("network", network, 100)),
            ydernumre(fields, request.ydernumre),
            fields.matching(
                "owner.professionalId",
                owner.professionalId,
                ProfessionalId.SHAPE,
                ProfessionalId.RULE),
            fields.text("owner.name", owner.name, 200));
    fields.refuseIfBroken();
    return clinic;
  }

  private static List<Ydernummer> ydernumre(
      Fields fields, @Nullable List<YdernummerRequest> requested) {
    if (requested == null || requested.isEmpty() || requested.size() > 50) {
      fields.require(false, "ydernumre", "must name 1 to 50 ydernumre");
      return List.of();
    }
    Set<String> seen = new HashSet<>();
    return requested.stream()
        .map(one -> ydernummer(fields, one))
        .peek(one -> fields.require(seen.add(one.number), "ydernumre", "must not repeat a number"))
        .toList();
  }

  private static Ydernummer ydernummer(Fields fields, YdernummerRequest one) {
    return new Ydernummer(
        sixDigits(
            fields.matching("ydernumre.number", one.number, NUMBER, "must have up to six digits")),
        fields.matching(
            "ydernumre.speciality", one.speciality, SPECIALITY, "must be 51, 57, 62 or 65"),
        day(fields, one.validFrom));
  }

  /** As yderregister and practice systems differ on leading zeros (domain facts, section 5.3). */
  static String sixDigits(String number) {
    return "0".repeat(Math.max(0, 6 - number.length())) + number;
  }

  private static LocalDate day(Fields fields, @Nullable String text) {
    try {
      return LocalDate.parse(text == null ? "" : text);
    } catch (DateTimeParseException notOne) {
      fields.require(false, "ydernumre.validFrom", "must be a date like 2024-01-31");
      return LocalDate.EPOCH;
    }
  }

  /** A ydernummer of the clinic. */
  record Ydernummer(String number, String speciality, LocalDate validFrom) {}

  /** What POST /clinics takes. */
  record Request(
      @Nullable String cvr,
      @Nullable String name,
      @Nullable String region,
      @Nullable String network,
      @Nullable List<YdernummerRequest> ydernumre,
      @Nullable Owner owner) {}

  record YdernummerRequest(
      @Nullable String number, @Nullable String speciality, @Nullable String validFrom) {}

  record Owner(@Nullable String professionalId, @Nullable String name) {}
}
