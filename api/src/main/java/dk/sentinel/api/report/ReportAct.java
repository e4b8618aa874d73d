package dk.sentinel.api.report;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditValue;
import dk.sentinel.compliance.audit.Basis;
import dk.sentinel.compliance.privacy.Project;
import dk.sentinel.reports.ReportPeriod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The acts of this room that are recorded, before anything is shown. */
sealed interface ReportAct extends AuditAct {
  /** The project whose data the report reads, with its version. */
  AuditValue DATASET = AuditValue.code(Project.DIAGNOSEKODNING.specification());

  /** What the report reads of a diagnosis and the person it concerns. */
  List<String> FIELDS = List.of("diagnosis", "day", "sex", "birth-month");

  @Override
  default Outcome outcome() {
    return Outcome.SUCCESS;
  }

  @Override
  default Purpose purpose() {
    return Purpose.QUALITY_42D;
  }

  /**
   * A report was shown or printed.
   *
   * @param report its code
   * @param id names this very report
   * @param format json, pdf or xlsx
   * @param period the days it is about
   * @param diagnoses how many diagnoses were read
   * @param ydernumre of which the reader may see figures; null for all of the clinic's
   * @param basis what allows it
   */
  record Opened(
      String report,
      UUID id,
      String format,
      ReportPeriod period,
      int diagnoses,
      @Nullable List<String> ydernumre,
      Basis basis)
      implements ReportAct {
    @Override
    public String action() {
      return format.equals("json") ? "report.open" : "report.export";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("report", report);
    }

    @Override
    public Long results() {
      return (long) diagnoses;
    }

    @Override
    public Map<String, AuditValue> details() {
      Map<String, AuditValue> details = new LinkedHashMap<>();
      details.put("dataset", DATASET);
      details.put("fields", AuditValue.codes(FIELDS));
      details.put("reportId", AuditValue.id(id));
      details.put("format", AuditValue.code(format));
      details.put("from", AuditValue.day(period.from()));
      details.put("to", AuditValue.day(period.to()));
      if (ydernumre != null) {
        details.put("ydernumre", AuditValue.codes(ydernumre));
      }
      return details;
    }
  }

  /** A report was asked for by somebody whom the management has not permitted it. */
  record NotPermitted(String report) implements ReportAct {
    @Override
    public String action() {
      return "report.open";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("report", report);
    }

    @Override
    public Outcome outcome() {
      return Outcome.REFUSED;
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("reason", AuditValue.code("permission-required"));
    }
  }

  /** A report was asked for although a gate is closed. */
  record Refused(String report, String gate) implements ReportAct {
    @Override
    public String action() {
      return "report.open";
    }

    @Override
    public AuditObject object() {
      return AuditObject.of("report", report);
    }

    @Override
    public Outcome outcome() {
      return Outcome.REFUSED;
    }

    @Override
    public Map<String, AuditValue> details() {
      return Map.of("reason", AuditValue.code("gate-closed"), "gate", AuditValue.code(gate));
    }
  }
}
