package dk.sentinel.compliance.ending;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * What is left of a clinic when its data are gone: invitations go; roles, permissions and ydernumre
 * end and stay as history, because the log names people by them. Owners keep their role, for the
 * log and the certificate, and auditors theirs until it ends by itself.
 */
final class ClinicErasureStore {
  static final List<Erasable> KINDS =
      List.of(
          new Statement(
              "persons",
              """
              with gone as (
                delete from privacy.subject s
                 using (select clinic_id, subject_id from privacy.subject limit :most) part
                 where s.clinic_id = part.clinic_id and s.subject_id = part.subject_id
                returning 1)
              """),
          new Statement(
              "invitations",
              """
              with gone as (
                delete from tenancy.invitation i
                 using (select clinic_id, invitation_id from tenancy.invitation limit :most) part
                 where i.clinic_id = part.clinic_id and i.invitation_id = part.invitation_id
                returning 1)
              """),
          new Statement(
              "roles",
              """
              with gone as (
                update tenancy.member set ends_at = greatest(added_at, :now)
                 where role in ('physiotherapist', 'secretary')
                   and (ends_at is null or ends_at > greatest(added_at, :now))
                returning 1)
              """),
          new Statement(
              "permissions",
              """
              with gone as (
                update privacy.permission set ended_at = greatest(granted_at, :now)
                 where ended_at is null or ended_at > greatest(granted_at, :now)
                returning 1)
              """),
          new Statement(
              "ydernumre",
              """
              with today as (select (:now at time zone 'Europe/Copenhagen')::date as day),
              held as (
                update tenancy.ydernummer_holder set valid_to = greatest(valid_from, today.day)
                  from today
                 where valid_to is null or valid_to > greatest(valid_from, today.day)),
              gone as (
                update tenancy.ydernummer set valid_to = greatest(valid_from, today.day)
                  from today
                 where valid_to is null or valid_to > greatest(valid_from, today.day)
                returning 1)
              """));

  private ClinicErasureStore() {}

  private record Statement(String code, String change) implements Erasable {
    @Override
    public Mono<Gone> erase(TenantTransaction transaction, Instant now, int atMost) {
      var statement = transaction.sql().sql(change + "select count(*) as gone from gone");
      return (change.contains(":now") ? statement.bind("now", now) : statement.bind("most", atMost))
          .map(row -> new Gone(Objects.requireNonNull(row.get("gone", Long.class)), List.of()))
          .one();
    }
  }
}
