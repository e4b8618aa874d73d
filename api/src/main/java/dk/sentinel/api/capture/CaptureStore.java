package dk.sentinel.api.capture;

import dk.sentinel.compliance.privacy.Subject;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Writes what was admitted: few statements for a whole Bundle, with arrays for the rows. */
final class CaptureStore {
  /**
   * The latest version of a record that is there already.
   *
   * @param version its number, from 1
   * @param content hash of its content, lower-case hex
   * @param recordId its row
   */
  record Latest(int version, String content, UUID recordId) {}

  /**
   * A record to write.
   *
   * @param entry what to write
   * @param subject whose
   * @param recordId its new row
   * @param version its number
   * @param content hash of its content, lower-case hex
   * @param supersedes the row it takes the place of
   */
  record NewRecord(
      MinimisedEntry entry,
      Subject subject,
      UUID recordId,
      int version,
      String content,
      @Nullable UUID supersedes) {}

  /** The latest versions of what a Bundle names, by type and source id ("Condition/x"). */
  Mono<Map<String, Latest>> latest(
      TenantTransaction transaction, String systemId, Collection<MinimisedEntry> entries) {
    return transaction
        .sql()
        .sql(
            """
            select distinct on (r.type, r.source_id)
                   r.type || '/' || r.source_id as name, r.version,
                   encode(r.content, 'hex') as content, r.record_id
              from unnest(:types::text[], :ids::text[]) u (type, source_id)
              join databank.source_record r
                on r.system_id = :system and r.type = u.type and r.source_id = u.source_id
             order by r.type, r.source_id, r.version desc
            """)
        .bind("system", systemId)
        .bind("types", texts(entries, MinimisedEntry::type))
        .bind("ids", texts(entries, MinimisedEntry::sourceId))
        .map(row ->
            Map.entry(
                Objects.requireNonNull(row.get("name", String.class)),
                new Latest(
                    Objects.requireNonNull(row.get("version", Integer.class)),
                    Objects.requireNonNull(row.get("content", String.class)),
                    Objects.requireNonNull(row.get("record_id", UUID.class)))))
        .all()
        .collectMap(Map.Entry::getKey, Map.Entry::getValue);
  }

  Mono<Void> write(
      TenantTransaction transaction,
      String systemId,
      String ydernummer,
      UUID receiptId,
      Instant now,
      List<NewRecord> records) {
    if (records.isEmpty()) {
      return Mono.empty();
    }
    return Flux.concat(
            sources(transaction, systemId, receiptId, records),
            patients(transaction, now, only(records, MinimisedEntry.Patient.class)),
            diagnoses(transaction, now, ydernummer, only(records, MinimisedEntry.Diagnosis.class)),
            contacts(transaction, now, ydernummer, only(records, MinimisedEntry.Contact.class)),
            services(transaction, now, ydernummer, only(records, MinimisedEntry.Service.class)),
            referrals(transaction, now, ydernummer, only(records, MinimisedEntry.Referral.class)))
        .then();
  }

  Mono<Void> receipt(
      TenantTransaction transaction, String systemId, Receipt receipt, int[] totals) {
    return transaction
        .sql()
        .sql(
            """
            insert into databank.receipt (clinic_id, receipt_id, system_id, bundle_sha256,
                   received_at, stored, unchanged, dropped, refused)
            values (:clinic, :receipt, :system, decode(:sha256, 'hex'),
                   :at, :stored, :unchanged, :dropped, :refused)
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("receipt", receipt.receiptId())
        .bind("system", systemId)
        .bind("sha256", receipt.bundleSha256())
        .bind("at", receipt.receivedAt())
        .bind("stored", totals[0])
        .bind("unchanged", totals[1])
        .bind("dropped", totals[2])
        .bind("refused", totals[3])
        .fetch()
        .rowsUpdated()
        .then();
  }

  private static Mono<Long> sources(
      TenantTransaction transaction, String systemId, UUID receiptId, List<NewRecord> records) {
    return transaction
        .sql()
        .sql(
            """
            insert into databank.source_record (clinic_id, system_id, type, source_id, version,
                   content, record_id, receipt_id)
            select :clinic, :system, u.type, u.source_id, u.version::integer,
                   decode(u.content, 'hex'), u.record_id, :receipt
              from unnest(:types::text[], :ids::text[], :versions::text[], :contents::text[],
                   :records::uuid[]) u (type, source_id, version, content, record_id)
             order by u.type, u.source_id
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("system", systemId)
        .bind("receipt", receiptId)
        .bind("types", of(records, record -> record.entry().type()))
        .bind("ids", of(records, record -> record.entry().sourceId()))
        .bind("versions", of(records, record -> String.valueOf(record.version())))
        .bind("contents", of(records, NewRecord::content))
        .bind("records", rows(records))
        .fetch()
        .rowsUpdated();
  }

  private static Mono<Long> patients(
      TenantTransaction transaction, Instant now, List<NewRecord> records) {
    return bulk(
        transaction,
        now,
        records,
        """
        insert into databank.patient (clinic_id, record_id, subject_id, sex, birth_month,
               received_at)
        select :clinic, u.record_id, u.subject_id, u.a, u.b::date, :at
          from unnest(:records::uuid[], :subjects::uuid[], :a::text[], :b::text[], :c::text[],
               :d::text[], :e::text[], :f::text[]) u (record_id, subject_id, a, b, c, d, e, f)
        """,
        record -> {
          MinimisedEntry.Patient patient = (MinimisedEntry.Patient) record.entry();
          return columns(patient.sex(), patient.birthMonth());
        });
  }

  /** A correction stays with the ydernummer of what it corrects: whoever saw that sees this. */
  private static Mono<Long> diagnoses(
      TenantTransaction transaction, Instant now, String ydernummer, List<NewRecord> records) {
    return bulk(
        transaction,
        now,
        records,
        """
        insert into databank.diagnosis_event (clinic_id, record_id, subject_id, code, recorded_on,
               onset, status, supersedes, ydernummer, received_at)
        select :clinic, u.record_id, u.subject_id, u.a, u.b::date, u.c::date, u.d, u.e::uuid,
               coalesce(earlier.ydernummer, u.f), :at
          from unnest(:records::uuid[], :subjects::uuid[], :a::text[], :b::text[], :c::text[],
               :d::text[], :e::text[], :f::text[]) u (record_id, subject_id, a, b, c, d, e, f)
          left join databank.diagnosis_event earlier on earlier.record_id = u.e::uuid
        """,
        record -> {
          MinimisedEntry.Diagnosis diagnosis = (MinimisedEntry.Diagnosis) record.entry();
          return columns(
              diagnosis.code(),
              diagnosis.day(),
              diagnosis.onset(),
              diagnosis.status(),
              record.supersedes(),
              ydernummer);
        });
  }

  private static Mono<Long> contacts(
      TenantTransaction transaction, Instant now, String ydernummer, List<NewRecord> records) {
    return bulk(
        transaction,
        now,
        records,
        """
        insert into databank.encounter (clinic_id, record_id, subject_id, on_day, ydernummer,
               received_at)
        select :clinic, u.record_id, u.subject_id, u.a::date, u.b, :at
          from unnest(:records::uuid[], :subjects::uuid[], :a::text[], :b::text[], :c::text[],
               :d::text[], :e::text[], :f::text[]) u (record_id, subject_id, a, b, c, d, e, f)
        """,
        record -> columns(((MinimisedEntry.Contact) record.entry()).day(), ydernummer));
  }

  private static Mono<Long> services(
      TenantTransaction transaction, Instant now, String ydernummer, List<NewRecord> records) {
    return bulk(
        transaction,
        now,
        records,
        """
        insert into databank.service (clinic_id, record_id, subject_id, code, on_day, ydernummer,
               received_at)
        select :clinic, u.record_id, u.subject_id, u.a, u.b::date, u.c, :at
          from unnest(:records::uuid[], :subjects::uuid[], :a::text[], :b::text[], :c::text[],
               :d::text[], :e::text[], :f::text[]) u (record_id, subject_id, a, b, c, d, e, f)
        """,
        record -> {
          MinimisedEntry.Service service = (MinimisedEntry.Service) record.entry();
          return columns(service.code(), service.day(), ydernummer);
        });
  }

  private static Mono<Long> referrals(
      TenantTransaction transaction, Instant now, String ydernummer, List<NewRecord> records) {
    return bulk(
        transaction,
        now,
        records,
        """
        insert into databank.referral (clinic_id, record_id, subject_id, on_day, code, ydernummer,
               received_at)
        select :clinic, u.record_id, u.subject_id, u.a::date, u.b, u.c, :at
          from unnest(:records::uuid[], :subjects::uuid[], :a::text[], :b::text[], :c::text[],
               :d::text[], :e::text[], :f::text[]) u (record_id, subject_id, a, b, c, d, e, f)
        """,
        record -> {
          MinimisedEntry.Referral referral = (MinimisedEntry.Referral) record.entry();
          return columns(referral.day(), referral.code(), ydernummer);
        });
  }

  private static final String[] COLUMNS = {"a", "b", "c", "d", "e", "f"};

  private static Mono<Long> bulk(
      TenantTransaction transaction,
      Instant now,
      List<NewRecord> records,
      String statement,
      Function<NewRecord, @Nullable String[]> values) {
    if (records.isEmpty()) {
      return Mono.just(0L);
    }
    List<@Nullable String[]> rows = records.stream().map(values).toList();
    DatabaseClient.GenericExecuteSpec bound =
        transaction
            .sql()
            .sql(statement)
            .bind("clinic", transaction.tenant().value())
            .bind("at", now)
            .bind("records", rows(records))
            .bind(
                "subjects",
                records.stream().map(record -> record.subject().id()).toArray(UUID[]::new));
    for (int column = 0; column < COLUMNS.length; column++) {
      int at = column;
      bound = bound.bind(COLUMNS[at], rows.stream().map(row -> row[at]).toArray(String[]::new));
    }
    return bound.fetch().rowsUpdated();
  }

  private static @Nullable String[] columns(@Nullable Object... values) {
    @Nullable String[] row = new String[COLUMNS.length];
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      row[i] = value == null ? null : value.toString();
    }
    return row;
  }

  private static List<NewRecord> only(
      List<NewRecord> records, Class<? extends MinimisedEntry> kind) {
    return records.stream().filter(record -> kind.isInstance(record.entry())).toList();
  }

  private static String[] texts(
      Collection<MinimisedEntry> entries, Function<MinimisedEntry, String> text) {
    return entries.stream().map(text).toArray(String[]::new);
  }

  private static String[] of(List<NewRecord> records, Function<NewRecord, String> text) {
    return records.stream().map(text).toArray(String[]::new);
  }

  private static UUID[] rows(List<NewRecord> records) {
    return records.stream().map(NewRecord::recordId).toArray(UUID[]::new);
  }
}
