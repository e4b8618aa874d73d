package dk.sentinel.api.audit;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** A spreadsheet, with the names of the clinic's people; see {@link CsvExport}. */
@Component
final class CsvFormat implements ExportFormat {
  @Override
  public String code() {
    return "csv";
  }

  @Override
  public MediaType type() {
    return MediaType.parseMediaType("text/csv;charset=UTF-8");
  }

  @Override
  public boolean comesInParts() {
    return true;
  }

  @Override
  public Flux<DataBuffer> body(ExportedLog log) {
    CsvExport csv = new CsvExport(log.language(), log.names());
    return ExportedLog.buffers(
        log.entries()
            .map(placed -> csv.line(placed.position(), placed.entry()))
            .startWith(csv.header(log.period())));
  }
}
