package dk.sentinel.api.ending;

import dk.sentinel.compliance.ending.Erasable;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * Deletes the databank of a clinic, table by table, what refers to others first, and the address
 * for its letters.
 */
final class DatabankErasureStore {
  static final List<Erasable> KINDS =
      List.of(
          Rows.of(
              "diagnoses",
              "databank.diagnosis_event",
              "record_id",
              // the newest word on a diagnosis goes before what it corrects
              " t where not exists (select 1 from databank.diagnosis_event s"
                  + " where s.clinic_id = t.clinic_id and s.supersedes = t.record_id)"),
          Rows.of("contacts", "databank.encounter", "record_id", ""),
          Rows.of("services", "databank.service", "record_id", ""),
          Rows.of("referrals", "databank.referral", "record_id", ""),
          Rows.of("patients", "databank.patient", "record_id", ""),
          Rows.of("source-records", "databank.source_record", "record_id", ""),
          Rows.of("receipts", "databank.receipt", "receipt_id", ""),
          new Rows(
              "letter-address",
              """
              with gone as (
                delete from letter.address
                 where clinic_id in (select clinic_id from letter.address limit :most)
                returning 1)
              select count(*) as gone from gone
              """));

  private DatabankErasureStore() {}

  /** The names are this class's own. */
  private record Rows(String code, String deletion) implements Erasable {
    static Rows of(String code, String table, String key, String which) {
      return new Rows(
          code,
          """
          with gone as (
            delete from %1$s r
             using (select clinic_id, %2$s from %1$s%3$s limit :most) part
             where r.clinic_id = part.clinic_id and r.%2$s = part.%2$s
            returning 1)
          select count(*) as gone from gone
          """
              .formatted(table, key, which));
    }

    @Override
    public Mono<Gone> erase(TenantTransaction transaction, Instant now, int atMost) {
      return transaction
          .sql()
          .sql(deletion)
          .bind("most", atMost)
          .map(row -> new Gone(Objects.requireNonNull(row.get("gone", Long.class)), List.of()))
          .one();
    }
  }
}
