package dk.sentinel.api.audit;

import dk.sentinel.compliance.audit.AuditValue;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Somebody takes the log along.
 *
 * @param format the code of an {@link ExportFormat}
 * @param period the days asked for
 * @param size how many entries the log had
 */
record LogExport(String format, ExportPeriod period, long size) implements LogAct {
  @Override
  public String action() {
    return "audit.export";
  }

  @Override
  public Map<String, AuditValue> details() {
    Map<String, AuditValue> details = new TreeMap<>();
    details.put("format", AuditValue.code(format));
    details.put("size", AuditValue.count(size));
    day(details, "from", period.from());
    day(details, "to", period.to());
    return details;
  }

  private static void day(Map<String, AuditValue> details, String name, @Nullable LocalDate day) {
    if (day != null) {
      details.put(name, AuditValue.day(day));
    }
  }
}
