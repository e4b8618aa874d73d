package dk.sentinel.api.letter;

import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Letters and addresses in PostgreSQL. */
final class LetterStore {

  /** A letter that was begun and is to be sent, or not. */
  record Begun(UUID id, int version, Occasion occasion, LocalDate day, int tries) {}

  /** Where a clinic wants its letters. Never printed. */
  record Address(String address, TextLanguage language) {
    @Override
    public String toString() {
      return "an address";
    }
  }

  /**
   * How a letter stands.
   *
   * @param at when it was settled or, while it waits, written; machine time
   */
  record Standing(
      int version,
      String occasion,
      LocalDate day,
      String state,
      @Nullable String reason,
      Instant at) {}

  /** Whether the clinic's agreement is not ending: then it is reminded of nothing. */
  Mono<Boolean> runs(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql("select ending.state_of(:clinic) in ('runs', 'taken-back') as runs")
        .bind("clinic", transaction.tenant().value())
        .map(row -> required(row, "runs", Boolean.class))
        .one();
  }

  /** The newest version that was published; empty when none was. */
  Mono<Integer> newest(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql("select version from agreement.publication order by version desc limit 1")
        .map(row -> required(row, "version", Integer.class))
        .one();
  }

  /** Writes a letter to be sent; its id, or empty when there is one for this occasion. */
  Mono<UUID> write(TenantTransaction transaction, int version, Occasion occasion, LocalDate day) {
    UUID id = UUID.randomUUID();
    return transaction
        .sql()
        .sql(
            """
            insert into letter.letter (clinic_id, letter_id, version, occasion, day)
            values (:clinic, :id, :version, :occasion, :day) on conflict do nothing
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("id", id)
        .bind("version", version)
        .bind("occasion", occasion.code())
        .bind("day", day)
        .fetch()
        .rowsUpdated()
        .filter(rows -> rows == 1)
        .map(rows -> id);
  }

  /** Begins the letter that has waited longest; nobody else begins it within the lease. */
  Mono<Begun> begin(TenantTransaction transaction, Duration lease) {
    return transaction
        .sql()
        .sql(
            """
            update letter.letter
               set tries = tries + 1, next_try = now() + :lease * interval '1 second'
             where letter_id = (select letter_id from letter.letter
                                 where state = 'waiting' and next_try <= now()
                                 order by next_try, letter_id limit 1 for update skip locked)
            returning letter_id, version, occasion, day, tries
            """)
        .bind("lease", lease.toSeconds())
        .map(row ->
            new Begun(
                required(row, "letter_id", UUID.class),
                required(row, "version", Integer.class),
                Occasion.of(required(row, "occasion", String.class)),
                required(row, "day", LocalDate.class),
                required(row, "tries", Integer.class)))
        .one();
  }

  /** Ends a letter; false when somebody else has ended it. */
  Mono<Boolean> settle(
      TenantTransaction transaction, UUID letter, String state, @Nullable Unsent why) {
    return transaction
        .sql()
        .sql(
            """
            update letter.letter set state = :state, reason = :reason, settled_at = now()
             where letter_id = :id and state = 'waiting'
            """)
        .bind("state", state)
        .bind("reason", Parameters.in(R2dbcType.VARCHAR, why == null ? null : why.code()))
        .bind("id", letter)
        .fetch()
        .rowsUpdated()
        .map(rows -> rows == 1);
  }

  /** Lets a letter be begun again later and later, at most an hour apart. */
  Mono<Void> postpone(TenantTransaction transaction, UUID letter) {
    return transaction
        .sql()
        .sql(
            """
            update letter.letter
               set next_try = now() + least(3600, 30 * 2 ^ least(tries, 10)) * interval '1 second'
             where letter_id = :id and state = 'waiting'
            """)
        .bind("id", letter)
        .then();
  }

  /** Where letters go; empty when they shall go nowhere. */
  Mono<Address> address(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql("select address, language from letter.address where address is not null")
        .map(row ->
            new Address(
                required(row, "address", String.class),
                TextLanguage.of(required(row, "language", String.class)).orElseThrow()))
        .one();
  }

  /** Sets where letters go; null for nowhere. */
  Mono<Void> set(
      TenantTransaction transaction, @Nullable String address, TextLanguage language, Instant now) {
    return transaction
        .sql()
        .sql(
            """
            insert into letter.address (clinic_id, address, language, set_at)
            values (:clinic, :address, :language, :now)
            on conflict (clinic_id) do update
              set address = excluded.address, language = excluded.language, set_at = excluded.set_at
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("address", Parameters.in(R2dbcType.VARCHAR, address))
        .bind("language", language.tag())
        .bind("now", now)
        .then();
  }

  Mono<String> clinicName(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql("select name from tenancy.clinic")
        .map(row -> required(row, "name", String.class))
        .one();
  }

  /** The clinic's letters, the newest first; at most ten. */
  Flux<Standing> letters(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            """
            select version, occasion, day, state, reason, coalesce(settled_at, created_at) as at
              from letter.letter where state <> 'void' order by created_at desc, letter_id limit 10
            """)
        .map(row ->
            new Standing(
                required(row, "version", Integer.class),
                required(row, "occasion", String.class),
                required(row, "day", LocalDate.class),
                required(row, "state", String.class),
                row.get("reason", String.class),
                required(row, "at", Instant.class)))
        .all();
  }

  private static <T> T required(Readable row, String column, Class<T> type) {
    return Objects.requireNonNull(row.get(column, type), column);
  }
}
