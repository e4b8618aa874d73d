package dk.sentinel.infra.bench;

import dk.sentinel.infra.demo.DemoClinics;
import dk.sentinel.infra.demo.JournalGenerator;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** Journals of patients nobody has seen before: sent again they would change nothing. */
final class NewPatients {
  private static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");

  private NewPatients() {}

  /** Bundles for a clinic, one for each patient; others at each call and for each salt. */
  static List<String> bundles(DemoClinics.Clinic clinic, int salt) {
    return bundles(clinic, System.nanoTime() + salt, 1);
  }

  /** Bundles of a journal that is so many times as large; the same for the same seed. */
  static List<String> bundles(DemoClinics.Clinic clinic, long seed, double size) {
    return new JournalGenerator(
            new DemoClinics.Clinic(
                "bench-" + seed,
                clinic.name(),
                clinic.region(),
                clinic.network(),
                clinic.ydernumre(),
                clinic.ownerProfessionalId(),
                clinic.state(),
                size,
                seed),
            LocalDate.now(DENMARK))
        .bundles();
  }
}
