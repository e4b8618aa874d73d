package dk.sentinel.api.people;

import static dk.sentinel.api.people.MemberStore.required;

import dk.sentinel.compliance.tenancy.TenantTransaction;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Invitations in PostgreSQL. */
final class InvitationStore {
  private static final String SELECT =
      """
      select invitation_id, email, role, ends_at, ydernumre, log_from, log_to, created_at,
             expires_at, revoked_at, accepted_at, accepted_by, accepted_name, accepted_organization
        from tenancy.invitation where clinic_id = :clinic
      """;

  Mono<Void> insert(TenantTransaction transaction, Invitation invitation, InvitationCode code) {
    Grant grant = invitation.grant();
    return transaction
        .sql()
        .sql(
            """
            insert into tenancy.invitation (clinic_id, invitation_id, secret_hash, email, role,
                   ends_at, ydernumre, log_from, log_to, created_by, created_at, expires_at)
            values (:clinic, :id, :hash, :email, :role, :ends, :ydernumre::text[], :from, :to, :by, :at,
                   :expires)
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("id", invitation.id())
        .bind("hash", code.hash())
        .bind("email", Parameters.in(R2dbcType.VARCHAR, invitation.email()))
        .bind("role", grant.role().code())
        .bind("ends", Parameters.in(R2dbcType.TIMESTAMP_WITH_TIME_ZONE, grant.endsAt()))
        .bind("ydernumre", MemberStore.ydernumre(grant))
        .bind("from", Parameters.in(R2dbcType.DATE, grant.scope().logFrom()))
        .bind("to", Parameters.in(R2dbcType.DATE, grant.scope().logTo()))
        .bind("by", transaction.act().actor().id())
        .bind("at", invitation.createdAt())
        .bind("expires", invitation.expiresAt())
        .then();
  }

  /** All that were ever made, newest first. */
  Mono<List<Invitation>> all(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql(SELECT + " order by created_at desc, invitation_id")
        .bind("clinic", transaction.tenant().value())
        .map(InvitationStore::invitation)
        .all()
        .collectList();
  }

  /** Waits for whoever else is at it; then nobody else is until the transaction ends. */
  Mono<Invitation> locked(TenantTransaction transaction, UUID id) {
    return transaction
        .sql()
        .sql(SELECT + " and invitation_id = :id for update")
        .bind("clinic", transaction.tenant().value())
        .bind("id", id)
        .map(InvitationStore::invitation)
        .one();
  }

  /** As {@link #locked}, if the code is still the one that leads to it. */
  Mono<Invitation> locked(TenantTransaction transaction, UUID id, InvitationCode code) {
    return transaction
        .sql()
        .sql(SELECT + " and invitation_id = :id and secret_hash = :hash for update")
        .bind("clinic", transaction.tenant().value())
        .bind("id", id)
        .bind("hash", code.hash())
        .map(InvitationStore::invitation)
        .one();
  }

  /** From now on another code leads to it, until another moment. */
  Mono<Void> renew(TenantTransaction transaction, UUID id, InvitationCode code, Instant expiresAt) {
    return transaction
        .sql()
        .sql(
            """
            update tenancy.invitation set secret_hash = :hash, expires_at = :expires
             where clinic_id = :clinic and invitation_id = :id
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("id", id)
        .bind("hash", code.hash())
        .bind("expires", expiresAt)
        .then();
  }

  /** Taken back; the address is not needed any more. */
  Mono<Void> revoke(TenantTransaction transaction, UUID id, Instant now) {
    return transaction
        .sql()
        .sql(
            """
            update tenancy.invitation set revoked_at = :now, email = null
             where clinic_id = :clinic and invitation_id = :id
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("id", id)
        .bind("now", now)
        .then();
  }

  /** Accepted; the address is not needed any more, who came is. */
  Mono<Void> accept(TenantTransaction transaction, UUID id, Invitation.Accepted accepted) {
    return transaction
        .sql()
        .sql(
            """
            update tenancy.invitation
               set accepted_at = :at, accepted_by = :person, accepted_name = :name,
                   accepted_organization = :organization, email = null
             where clinic_id = :clinic and invitation_id = :id
            """)
        .bind("clinic", transaction.tenant().value())
        .bind("id", id)
        .bind("at", accepted.at())
        .bind("person", accepted.person())
        .bind("name", accepted.name())
        .bind("organization", accepted.organization())
        .then();
  }

  /** What the invited person is shown of the clinic. */
  Mono<String> clinicName(TenantTransaction transaction) {
    return transaction
        .sql()
        .sql("select name from tenancy.clinic where clinic_id = :clinic")
        .bind("clinic", transaction.tenant().value())
        .map(row -> required(row, "name", String.class))
        .one();
  }

  private static Invitation invitation(Readable row) {
    Instant acceptedAt = row.get("accepted_at", Instant.class);
    return new Invitation(
        required(row, "invitation_id", UUID.class),
        row.get("email", String.class),
        MemberStore.grant(row),
        required(row, "created_at", Instant.class),
        required(row, "expires_at", Instant.class),
        row.get("revoked_at", Instant.class),
        acceptedAt == null ? null : accepted(row, acceptedAt));
  }

  private static Invitation.@Nullable Accepted accepted(Readable row, Instant at) {
    return new Invitation.Accepted(
        required(row, "accepted_by", String.class),
        required(row, "accepted_name", String.class),
        required(row, "accepted_organization", String.class),
        at);
  }
}
