package dk.sentinel.compliance.ending;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** Destroys the keys of a clinic's people, and then the clinic's own. */
final class KeyErasureStore {
  static final List<Erasable> KINDS =
      List.of(
          new Keys(
              "person-keys",
              """
              with gone as (
                delete from privacy.subject_key k
                 using (select clinic_id, subject_id from privacy.subject_key limit :most) part
                 where k.clinic_id = part.clinic_id and k.subject_id = part.subject_id
                returning k.wrapped)
              """),
          new Keys(
              "clinic-key",
              """
              with gone as (
                delete from privacy.clinic_key k
                 using (select clinic_id from privacy.clinic_key limit :most) part
                 where k.clinic_id = part.clinic_id
                returning k.wrapped)
              """));

  /**
   * So many ids fit well into an entry, and into one term of the searchable copy (32,766 bytes).
   */
  private static final int MOST = 1_000;

  private KeyErasureStore() {}

  private record Keys(String code, String deletion) implements Erasable {
    @Override
    public Mono<Gone> erase(TenantTransaction transaction, Instant now, int atMost) {
      return transaction
          .sql()
          .sql(
              deletion
                  + """
                  select coalesce(array_agg(left(encode(sha256(wrapped), 'hex'), 16) order by 1), '{}')
                           as keys
                    from gone
                  """)
          .bind("most", Math.min(atMost, MOST))
          .map(row -> {
            List<String> keys = List.of(Objects.requireNonNull(row.get("keys", String[].class)));
            return new Gone(keys.size(), keys);
          })
          .one();
    }
  }
}
