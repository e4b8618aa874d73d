package dk.sentinel.api.clinic;

import dk.sentinel.api.problem.Fields;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A clinic as the person who may represent it states it: every rule holds. */
record NewClinic(String name, Optional<String> network, List<Ydernummer> ydernumre) {
  private static final int MOST = 50;

  static NewClinic of(Request request) {
    Fields fields = new Fields();
    NewClinic clinic =
        new NewClinic(
            fields.text("name", request.name, 200).strip(),
            Optional.ofNullable(request.network)
                .map(network -> fields.text("network", network, 100)),
            ydernumre(fields, request.ydernumre));
    fields.refuseIfBroken();
    return clinic;
  }

  private static List<Ydernummer> ydernumre(
      Fields fields, @Nullable List<Ydernummer.@Nullable Request> requested) {
    if (requested == null || requested.isEmpty() || requested.size() > MOST) {
      fields.require(false, "ydernumre", "must name 1 to " + MOST + " ydernumre");
      return List.of();
    }
    return Ydernummer.all(fields, requested);
  }

  /** The region of the clinic is that of the ydernummer it names first. */
  String region() {
    return ydernumre.getFirst().region();
  }

  /** What POST /clinics takes. */
  record Request(
      @Nullable String name,
      @Nullable String network,
      @Nullable List<Ydernummer.@Nullable Request> ydernumre) {}
}
