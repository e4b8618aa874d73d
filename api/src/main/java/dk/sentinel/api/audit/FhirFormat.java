package dk.sentinel.api.audit;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

/** FHIR R4 AuditEvents, one a line, for systems that gather the logs of others. */
@Component
final class FhirFormat implements ExportFormat {
  private final JsonMapper json = JsonMapper.shared();
  private final String log;

  /** Events of logs by this name. */
  FhirFormat(AuditSettings settings) {
    this.log = settings.log().name();
  }

  @Override
  public String code() {
    return "fhir";
  }

  @Override
  public String extension() {
    return "fhir.ndjson";
  }

  @Override
  public MediaType type() {
    return MediaType.parseMediaType("application/fhir+ndjson");
  }

  @Override
  public boolean comesInParts() {
    return true;
  }

  @Override
  public Flux<DataBuffer> body(ExportedLog exported) {
    String server = log + "/" + exported.clinic().id();
    return ExportedLog.buffers(
        exported
            .entries()
            .map(placed -> new FhirAuditEvent(placed, server, exported.names()).resource())
            .map(event -> json.writeValueAsString(event) + "\n"));
  }
}
