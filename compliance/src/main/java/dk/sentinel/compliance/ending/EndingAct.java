package dk.sentinel.compliance.ending;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditValue;
import dk.sentinel.compliance.audit.Basis;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The acts that end an agreement, each on record. */
sealed interface EndingAct extends AuditAct {
  @Override
  default AuditObject object() {
    return AuditObject.of("agreement");
  }

  @Override
  default Outcome outcome() {
    return Outcome.SUCCESS;
  }

  @Override
  default Purpose purpose() {
    return Purpose.ADMIN;
  }

  /** The agreement's own clauses on its end: 11, 14 and appendix D.3. */
  @Override
  default Basis basis() {
    return Basis.of(Basis.Legal.CONTRACT);
  }

  /** An owner terminated the agreement. */
  record Terminated(Instant deleteFrom) implements EndingAct {
    @Override
    public String action() {
      return "agreement.terminate";
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("deleteFrom", AuditValue.moment(deleteFrom));
    }
  }

  /** An owner could not terminate it. */
  record TerminationRefused(String reason) implements EndingAct {
    @Override
    public String action() {
      return "agreement.terminate";
    }

    @Override
    public Outcome outcome() {
      return Outcome.REFUSED;
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("reason", AuditValue.code(reason));
    }
  }

  /** Somebody wanted to sign an agreement that is terminated. */
  record SigningRefused() implements EndingAct {
    @Override
    public String action() {
      return "agreement.intent";
    }

    @Override
    public Outcome outcome() {
      return Outcome.REFUSED;
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("reason", AuditValue.code("agreement-terminated"));
    }
  }

  /** An owner took the termination back. */
  record TakenBack() implements EndingAct {
    @Override
    public String action() {
      return "agreement.resume";
    }
  }

  /** An owner wanted to take it back when the deletion was due. */
  record TakingBackRefused() implements EndingAct {
    @Override
    public String action() {
      return "agreement.resume";
    }

    @Override
    public Outcome outcome() {
      return Outcome.REFUSED;
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("reason", AuditValue.code("deletion-due"));
    }
  }

  /** Acts of the deletion itself. */
  sealed interface OfDeletion extends EndingAct {
    @Override
    default AuditObject object() {
      return AuditObject.of("clinic-data");
    }
  }

  /** The days are over: the deletion begins. */
  record Begun(Instant terminatedAt) implements OfDeletion {
    @Override
    public String action() {
      return "deletion.begin";
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("terminatedAt", AuditValue.moment(terminatedAt));
    }
  }

  /** Some things of a kind were deleted, or ended where they stay as history. */
  record Erased(String dataset, long gone, List<String> keys) implements OfDeletion {
    @Override
    public String action() {
      return "deletion.erase";
    }

    @Override
    public Map<String, AuditValue> details() {
      Map<String, AuditValue> details = new TreeMap<>();
      details.put("dataset", AuditValue.code(dataset));
      details.put("gone", AuditValue.count(gone));
      if (!keys.isEmpty()) {
        details.put("keysDestroyed", AuditValue.codes(keys));
      }
      return details;
    }
  }

  /** Nothing is left to delete. */
  record Completed(Map<String, ? extends Number> gone, long keysDestroyed, String keysSha256)
      implements OfDeletion {
    @Override
    public String action() {
      return "deletion.complete";
    }

    @Override
    public Map<String, AuditValue> details() {
      Map<String, AuditValue> details = new TreeMap<>();
      gone.forEach(
          (kind, count) -> details.put("gone." + kind, AuditValue.count(count.longValue())));
      details.put("keysDestroyed", AuditValue.count(keysDestroyed));
      details.put("keysSha256", AuditValue.code(keysSha256));
      return details;
    }
  }
}
