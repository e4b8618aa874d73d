package dk.sentinel.api.capture;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditValue;
import dk.sentinel.compliance.audit.Basis;
import dk.sentinel.compliance.privacy.Gate;
import dk.sentinel.compliance.privacy.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What the door for practice systems records. */
sealed interface CaptureAct extends AuditAct {
  /** The project whose data specification was applied, with its version. */
  AuditValue DATASET = AuditValue.code(EntryReader.SPECIFICATION.specification());

  @Override
  default Outcome outcome() {
    return Outcome.SUCCESS;
  }

  @Override
  default Purpose purpose() {
    return Purpose.QUALITY_42D;
  }

  /** Every act of a Bundle that was taken in: received, stored person by person, refused. */
  static List<CaptureAct> all(
      UUID receipt,
      Basis basis,
      String ydernummer,
      int[] totals,
      List<CaptureStore.NewRecord> records,
      List<Refused> refused) {
    List<CaptureAct> acts = new ArrayList<>();
    acts.add(new Received(receipt, basis, ydernummer, totals[0], totals[1], totals[2], totals[3]));
    Map<Subject, Map<String, Integer>> bySubject = new LinkedHashMap<>();
    for (CaptureStore.NewRecord record : records) {
      bySubject
          .computeIfAbsent(record.subject(), subject -> new TreeMap<>())
          .merge(record.entry().type(), 1, Integer::sum);
    }
    bySubject.forEach(
        (subject, counts) -> acts.add(new Stored(receipt, basis, subject.pseudonym(), counts)));
    if (!refused.isEmpty()) {
      Map<String, Integer> reasons = new TreeMap<>();
      for (Refused one : refused) {
        Gate gate = one.gate();
        reasons.merge(
            one.reason().code() + (gate == null ? "" : "." + gate.code()), 1, Integer::sum);
      }
      acts.add(new EntriesRefused(receipt, basis, reasons));
    }
    return acts;
  }

  /**
   * A Bundle was received.
   *
   * @param receipt its receipt
   * @param basis what allowed it
   * @param ydernummer for whom it was
   * @param stored how many entries were stored
   * @param unchanged how many were there already
   * @param dropped how many elements and resources were left behind
   * @param refused how many entries were refused
   */
  record Received(
      UUID receipt,
      Basis basis,
      String ydernummer,
      int stored,
      int unchanged,
      int dropped,
      int refused)
      implements CaptureAct {
    @Override
    public String action() {
      return "journal.receive";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("bundle", receipt);
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of(
          "dataset", DATASET,
          "ydernummer", AuditValue.code(ydernummer),
          "stored", AuditValue.count(stored),
          "unchanged", AuditValue.count(unchanged),
          "dropped", AuditValue.count(dropped),
          "refused", AuditValue.count(refused));
    }
  }

  /**
   * Data of one person were stored.
   *
   * @param receipt the Bundle's receipt
   * @param basis what allowed it
   * @param subject the person, by pseudonym
   * @param counts how many of each resource type
   */
  record Stored(UUID receipt, Basis basis, SubjectPseudonym subject, Map<String, Integer> counts)
      implements CaptureAct {
    @Override
    public String action() {
      return "journal.store";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("bundle", receipt);
    }

    @Override
    public Map<String, AuditValue> details() {
      Map<String, AuditValue> details = counted(counts);
      details.put("dataset", DATASET);
      return details;
    }
  }

  /**
   * Entries were refused.
   *
   * @param receipt the Bundle's receipt
   * @param basis what allowed it
   * @param reasons how many for each reason; a closed gate as {@code gate-closed.<gate>}
   */
  record EntriesRefused(UUID receipt, Basis basis, Map<String, Integer> reasons)
      implements CaptureAct {
    @Override
    public String action() {
      return "journal.refuse";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("bundle", receipt);
    }

    @Override
    public Outcome outcome() {
      return Outcome.REFUSED;
    }

    @Override
    public Map<String, AuditValue> details() {
      return counted(reasons);
    }
  }

  /**
   * A whole Bundle was refused.
   *
   * @param reason {@code unknown-ydernummer} or {@code gate-closed:<gate>}
   * @param entries how many entries it had
   */
  record BundleRefused(String reason, int entries) implements CaptureAct {
    @Override
    public String action() {
      return "journal.refuse";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("bundle");
    }

    @Override
    public Outcome outcome() {
      return Outcome.REFUSED;
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("reason", AuditValue.code(reason), "entries", AuditValue.count(entries));
    }
  }

  private static Map<String, AuditValue> counted(Map<String, Integer> counts) {
    Map<String, AuditValue> details = new LinkedHashMap<>();
    counts.forEach((what, count) -> details.put(what, AuditValue.count(count)));
    return details;
  }
}
