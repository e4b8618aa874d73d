package dk.sentinel.api.clinic;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** Reads from the receipts when data arrived. */
final class ArrivalStore {
  Mono<Arrivals.Arrival> arrival(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            """
            select min(received_at) as first, max(received_at) as last
              from databank.receipt where stored > 0 having count(*) > 0
            """)
        .map(ArrivalStore::read)
        .one();
  }

  private static Arrivals.Arrival read(Readable row) {
    return new Arrivals.Arrival(
        Objects.requireNonNull(row.get("first", Instant.class)),
        Objects.requireNonNull(row.get("last", Instant.class)));
  }
}
