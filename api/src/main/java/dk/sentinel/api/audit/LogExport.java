package dk.sentinel.api.audit;

import dk.sentinel.compliance.audit.AuditValue;
import java.util.Map;

/**
 * Somebody takes the whole log along.
 *
 * @param format ndjson or csv
 * @param size how many entries the log had
 */
record LogExport(String format, long size) implements LogAct {
  @Override
  public String action() {
    return "audit.export";
  }

  @Override
  public Map<String, AuditValue> details() {
    return Map.of("format", AuditValue.code(format), "size", AuditValue.count(size));
  }
}
