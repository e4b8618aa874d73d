package dk.sentinel.compliance.privacy;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import io.r2dbc.spi.Readable;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Keeps subjects, their wrapped keys apart from them, and the clinic's wrapped key. */
final class SubjectStore {
  private static final HexFormat HEX = HexFormat.of();

  /**
   * A subject on record.
   *
   * @param id its id
   * @param key the person's key, wrapped by the clinic's; null when there is none
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Known(UUID id, byte @Nullable [] key) {}

  /**
   * The clinic's key on record.
   *
   * @param masterKey the id of the key that wraps it
   * @param wrapped the wrapped key
   */
  @SuppressWarnings("ArrayRecordComponent")
  record WrappedClinicKey(String masterKey, byte[] wrapped) {}

  Mono<WrappedClinicKey> clinicKey(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql("select master_key, wrapped from privacy.clinic_key")
        .map(row ->
            new WrappedClinicKey(
                Objects.requireNonNull(row.get("master_key", String.class)),
                Objects.requireNonNull(row.get("wrapped", byte[].class))))
        .one();
  }

  Mono<Void> keep(TenantTransaction transaction, WrappedClinicKey key) {
    return transaction
        .sql()
        .sql(
            "insert into privacy.clinic_key (clinic_id, master_key, wrapped)"
                + " values (:clinic, :master, :wrapped) on conflict do nothing")
        .bind("clinic", transaction.tenant().value())
        .bind("master", key.masterKey())
        .bind("wrapped", key.wrapped())
        .fetch()
        .rowsUpdated()
        .then();
  }

  /** By lookup (hex). Sorted before writing, so that two senders never wait for each other. */
  Mono<Map<String, Known>> findOrMake(
      TenantTransaction transaction, Collection<String> lookups, ClinicKey clinicKey) {
    String[] sorted = lookups.stream().distinct().sorted().toArray(String[]::new);
    return make(transaction, sorted)
        .then(Mono.defer(() -> find(transaction, sorted)))
        .flatMap(found -> {
          List<UUID> keyless =
              found.values().stream()
                  .filter(known -> known.key() == null)
                  .map(Known::id)
                  .sorted()
                  .toList();
          return keyless.isEmpty()
              ? Mono.just(found)
              : giveKeys(transaction, keyless, clinicKey)
                  .then(Mono.defer(() -> find(transaction, sorted)));
        });
  }

  private static Mono<Long> make(TenantTransaction transaction, String[] lookups) {
    return transaction
        .sql()
        .sql(
            "insert into privacy.subject (clinic_id, subject_id, lookup)"
                + " select :clinic, gen_random_uuid(), decode(l, 'hex')"
                + " from unnest(:lookups::text[]) l on conflict (clinic_id, lookup) do nothing")
        .bind("clinic", transaction.tenant().value())
        .bind("lookups", lookups)
        .fetch()
        .rowsUpdated();
  }

  private static Mono<Long> giveKeys(
      TenantTransaction transaction, List<UUID> subjects, ClinicKey clinicKey) {
    return transaction
        .sql()
        .sql(
            "insert into privacy.subject_key (clinic_id, subject_id, wrapped)"
                + " select :clinic, id, decode(key, 'hex')"
                + " from unnest(:ids::uuid[], :keys::text[]) u (id, key) on conflict do nothing")
        .bind("clinic", transaction.tenant().value())
        .bind("ids", subjects.toArray(UUID[]::new))
        .bind(
            "keys",
            subjects.stream()
                .map(subject -> HEX.formatHex(clinicKey.wrap(subject, Envelope.newKey())))
                .toArray(String[]::new))
        .fetch()
        .rowsUpdated();
  }

  /** The subjects on record with these lookups; those that are not are left out. */
  Mono<Map<String, Known>> find(TenantTransaction transaction, String... lookups) {
    return transaction
        .sql()
        .sql(
            "select encode(s.lookup, 'hex') as lookup, s.subject_id, k.wrapped"
                + " from unnest(:lookups::text[]) l"
                + " join privacy.subject s on s.lookup = decode(l, 'hex')"
                + " left join privacy.subject_key k using (clinic_id, subject_id)")
        .bind("lookups", lookups)
        .map(row -> Map.entry(Objects.requireNonNull(row.get("lookup", String.class)), known(row)))
        .all()
        .collectMap(Map.Entry::getKey, Map.Entry::getValue);
  }

  private static Known known(Readable row) {
    return new Known(
        Objects.requireNonNull(row.get("subject_id", UUID.class)),
        row.get("wrapped", byte[].class));
  }

  /**
   * Destroys the person's key and what found them: nothing on record leads from the number to the
   * subject any more, nor from the subject to its pseudonym.
   *
   * @param nothing stands where the lookup stood; random
   * @return whether there was such a person
   */
  Mono<Boolean> erase(TenantTransaction transaction, String lookup, byte[] nothing) {
    return transaction
        .sql()
        .sql(
            """
            with severed as (
              update privacy.subject set lookup = :nothing
               where clinic_id = :clinic and lookup = decode(:lookup, 'hex')
              returning clinic_id, subject_id),
            destroyed as (
              delete from privacy.subject_key k using severed s
               where k.clinic_id = s.clinic_id and k.subject_id = s.subject_id)
            select count(*) as erased from severed
            """)
        .bind("nothing", nothing)
        .bind("clinic", transaction.tenant().value())
        .bind("lookup", lookup)
        .map(row -> Objects.requireNonNull(row.get("erased", Long.class)) > 0)
        .one();
  }
}
