package dk.sentinel.compliance.privacy;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Keeps subjects, their keys apart from them, and the clinic's wrapped key. */
final class SubjectStore {
  /**
   * A subject on record.
   *
   * @param id its id
   * @param key the person's key
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Known(UUID id, byte[] key) {}

  Mono<byte[]> wrappedKey(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql("select wrapped from privacy.clinic_key")
        .map(row -> Objects.requireNonNull(row.get("wrapped", byte[].class)))
        .one();
  }

  Mono<Void> keep(TenantTransaction transaction, byte[] wrapped) {
    return transaction
        .sql()
        .sql(
            "insert into privacy.clinic_key (clinic_id, wrapped) values (:clinic, :wrapped)"
                + " on conflict do nothing")
        .bind("clinic", transaction.tenant().value())
        .bind("wrapped", wrapped)
        .fetch()
        .rowsUpdated()
        .then();
  }

  /** By lookup (hex). Sorted before writing, so that two senders never wait for each other. */
  Mono<Map<String, Known>> findOrMake(
      TenantTransaction transaction, Collection<String> lookups, MasterKey keys) {
    String[] sorted = lookups.stream().distinct().sorted().toArray(String[]::new);
    String[] fresh = new String[sorted.length];
    for (int i = 0; i < fresh.length; i++) {
      fresh[i] = HexFormat.of().formatHex(keys.newKey());
    }
    return make(transaction, sorted)
        .then(giveKeys(transaction, sorted, fresh))
        .then(find(transaction, sorted));
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
      TenantTransaction transaction, String[] lookups, String[] fresh) {
    return transaction
        .sql()
        .sql(
            "insert into privacy.subject_key (clinic_id, subject_id, key)"
                + " select s.clinic_id, s.subject_id, decode(u.key, 'hex')"
                + " from unnest(:lookups::text[], :keys::text[]) u (lookup, key)"
                + " join privacy.subject s on s.lookup = decode(u.lookup, 'hex')"
                + " on conflict do nothing")
        .bind("lookups", lookups)
        .bind("keys", fresh)
        .fetch()
        .rowsUpdated();
  }

  private static Mono<Map<String, Known>> find(TenantTransaction transaction, String[] lookups) {
    return transaction
        .sql()
        .sql(
            "select encode(s.lookup, 'hex') as lookup, s.subject_id, k.key"
                + " from unnest(:lookups::text[]) l"
                + " join privacy.subject s on s.lookup = decode(l, 'hex')"
                + " join privacy.subject_key k using (clinic_id, subject_id)")
        .bind("lookups", lookups)
        .map(row ->
            Map.entry(
                Objects.requireNonNull(row.get("lookup", String.class)),
                new Known(
                    Objects.requireNonNull(row.get("subject_id", UUID.class)),
                    Objects.requireNonNull(row.get("key", byte[].class)))))
        .all()
        .collectMap(Map.Entry::getKey, Map.Entry::getValue);
  }
}
