package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Consent and enrolment as events in PostgreSQL: what was promised when, never overwritten. */
final class PromiseEventStore {
  /**
   * Makes two clicks at the same time follow each other, and waits for what is being stored under
   * the gates as they are; ends with the transaction.
   */
  Mono<Void> oneAtATime(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql("select pg_advisory_xact_lock(hashtextextended('promise ' || :clinic, 0))")
        .bind("clinic", transaction.tenant().toString())
        .then();
  }

  Mono<Consents.Given> consent(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            """
            select c.kind, c.version, c.sha256, c.person_name, c.at,
                   s.evidence->'firstSignature'->>'name' as first
              from agreement.consent_event c
              left join agreement.signature s using (clinic_id, signature_id)
             order by c.at desc, c.kind desc limit 1
            """)
        .map(PromiseEventStore::readConsent)
        .one()
        .filter(last -> last.kind.equals("given"))
        .map(LastConsent::given);
  }

  private record LastConsent(String kind, Consents.Given given) {}

  private static LastConsent readConsent(Readable row) {
    return new LastConsent(
        required(row, "kind", String.class),
        new Consents.Given(
            required(row, "at", Instant.class),
            required(row, "person_name", String.class),
            row.get("first", String.class),
            required(row, "version", Integer.class),
            Sha256.ofBytes(required(row, "sha256", byte[].class))));
  }

  /** The consent holds from now on, by the signature. */
  Mono<Void> consentGiven(
      TenantTransaction transaction, UUID signatureId, StoredDocument document, Word by) {
    return consentEvent(transaction, "given", document.version(), document.sha256(), by)
        .bind("signature", signatureId)
        .then();
  }

  /** The consent holds no longer. */
  Mono<Void> consentWithdrawn(TenantTransaction transaction, Consents.Given held, Word by) {
    return consentEvent(transaction, "withdrawn", held.version(), held.document(), by)
        .bindNull("signature", UUID.class)
        .then();
  }

  /** Who says it, and when. */
  record Word(String personName, Instant at) {}

  private static DatabaseClient.GenericExecuteSpec consentEvent(
      TenantTransaction transaction, String kind, int version, Sha256 document, Word by) {
    return transaction
        .sql()
        .sql(
            """
            insert into agreement.consent_event
              (clinic_id, event_id, kind, version, sha256, person_id, person_name, at, signature_id)
            values (:clinic, :id, :kind, :version, :sha256, :person, :name, :now, :signature)
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("id", UUID.randomUUID())
        .bind("kind", kind)
        .bind("version", version)
        .bind("sha256", document.bytes())
        .bind("person", transaction.act().actor().id())
        .bind("name", by.personName)
        .bind("now", by.at);
  }

  Flux<Enrolments.Enrolment> enrolments(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(
            """
            select distinct on (project) project, kind, at from privacy.enrolment_event
             order by project, at desc, kind desc
            """)
        .map(PromiseEventStore::readEnrolment)
        .all()
        .filter(last -> last.kind.equals("enrolled"))
        .map(LastEnrolment::enrolment);
  }

  private record LastEnrolment(String kind, Enrolments.Enrolment enrolment) {}

  private static LastEnrolment readEnrolment(Readable row) {
    return new LastEnrolment(
        required(row, "kind", String.class),
        new Enrolments.Enrolment(
            required(row, "project", String.class), required(row, "at", Instant.class)));
  }

  Mono<Void> enrolmentEvent(
      TenantTransaction transaction, String project, String kind, Instant now) {
    return transaction
        .sql()
        .sql(
            """
            insert into privacy.enrolment_event (clinic_id, event_id, project, kind, person_id, at)
            values (:clinic, :id, :project, :kind, :person, :now)
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("id", UUID.randomUUID())
        .bind("project", project)
        .bind("kind", kind)
        .bind("person", transaction.act().actor().id())
        .bind("now", now)
        .then();
  }

  private static <T> T required(Readable row, String column, Class<T> type) {
    return Objects.requireNonNull(row.get(column, type), column);
  }
}
