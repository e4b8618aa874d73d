package dk.sentinel.infra.demo;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Journals of patients nobody has seen before: what was sent already and is sent again changes
 * nothing. Safe for several threads.
 */
public final class NewPatients {
  private static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");
  private static final AtomicLong SEED = new AtomicLong(System.nanoTime());

  private NewPatients() {}

  /**
   * Bundles that the clinic may send; other patients at each call.
   *
   * @param size 1 is an ordinary clinic's journal
   */
  public static List<String> bundles(DemoClinics.Clinic clinic, double size) {
    long seed = SEED.incrementAndGet();
    // record ids come from the company's number
    DemoClinics.Clinic once =
        new DemoClinics.Clinic(
            "new-" + seed,
            clinic.name(),
            clinic.region(),
            clinic.network(),
            clinic.ydernumre(),
            clinic.ownerProfessionalId(),
            clinic.state(),
            size,
            seed);
    return new JournalGenerator(once, LocalDate.now(DENMARK)).bundles();
  }
}
