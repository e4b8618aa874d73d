-- Who the clinics are, who works there, and which practice system sends for them.
--
-- Two kinds of tables exist in Sentinel, and a test walks the catalogue to keep it so:
--   tenant tables     clinic_id first in every key, row-level security forced on everyone,
--                     the owner included (migration.isolate does it, so no table forgets);
--   reference tables  the same for all clinics; marked by a comment that begins with 'reference:'.

create function migration.isolate(tenant_table regclass) returns void
  language plpgsql
  as $$
begin
  execute format('alter table %s enable row level security', tenant_table);
  execute format('alter table %s force row level security', tenant_table);
  execute format(
    'create policy tenant on %s
       using (clinic_id = nullif(current_setting(''sentinel.clinic'', true), '''')::uuid)
       with check (clinic_id = nullif(current_setting(''sentinel.clinic'', true), '''')::uuid)',
    tenant_table);
end
$$;
revoke all on function migration.isolate(regclass) from public;

create schema tenancy;
grant usage on schema tenancy to sentinel_app, sentinel_directory;

create table tenancy.clinic (
  clinic_id  uuid        not null primary key,
  cvr        text        not null check (cvr ~ '^[0-9]{8}$'),
  name       text        not null check (length(name) between 1 and 200),
  region     text        not null check (region ~ '^DK-8[1-5]$'),
  network    text                 check (length(network) between 1 and 100),
  created_at timestamptz not null
);
select migration.isolate('tenancy.clinic');
grant select, insert on tenancy.clinic to sentinel_app;
grant select on tenancy.clinic to sentinel_directory;
create policy directory on tenancy.clinic for select to sentinel_directory using (true);

-- A CVR belongs to one clinic: the one rule that no tenant table can hold.
create table tenancy.registration (
  cvr       text not null primary key,
  clinic_id uuid not null unique
);
comment on table tenancy.registration is
  'reference: which clinic a CVR number stands for; read by the directory only';
grant insert on tenancy.registration to sentinel_app;
grant select on tenancy.registration to sentinel_directory;

create table tenancy.ydernummer (
  clinic_id  uuid not null references tenancy.clinic,
  number     text not null check (number ~ '^[0-9]{6}$'),
  speciality text not null check (speciality in ('51', '57', '62', '65')),
  region     text not null check (region ~ '^DK-8[1-5]$'),
  valid_from date not null,
  -- The last day on which the clinic holds it; null as long as no end is known.
  valid_to   date check (valid_to >= valid_from),
  primary key (clinic_id, number, valid_from)
);
select migration.isolate('tenancy.ydernummer');
grant select, insert, update (valid_to) on tenancy.ydernummer to sentinel_app;

-- Ydernumre move between holders over time: one holder on any day, the past stays. No tenant table
-- can hold this rule. A clinic still writes its own rows only, hence the policy.
create table tenancy.ydernummer_holder (
  number     text not null,
  valid_from date not null,
  valid_to   date,
  clinic_id  uuid not null,
  primary key (number, valid_from),
  constraint one_holder_a_day exclude using gist (
    int4range(number::integer, number::integer, '[]') with &&,
    daterange(valid_from, valid_to, '[]') with &&)
);
select migration.isolate('tenancy.ydernummer_holder');
create policy directory on tenancy.ydernummer_holder for select to sentinel_directory using (true);
comment on table tenancy.ydernummer_holder is
  'reference: which clinic holds a ydernummer and when; read by the directory only';
grant insert, update (valid_to) on tenancy.ydernummer_holder to sentinel_app;
grant select (clinic_id, number, valid_from) on tenancy.ydernummer_holder to sentinel_app;
grant select on tenancy.ydernummer_holder to sentinel_directory;

create table tenancy.member (
  clinic_id uuid        not null references tenancy.clinic,
  person_id text        not null check (length(person_id) between 1 and 100),
  role      text        not null check (role in ('owner', 'physiotherapist', 'secretary', 'auditor')),
  name      text        not null check (length(name) between 1 and 200),
  added_at  timestamptz not null,
  -- From then on the role no longer holds. What has ended stays, so that names in the log are known.
  ends_at   timestamptz          check (ends_at >= added_at),
  -- The ydernumre whose figures the person may see; null for all of the clinic's.
  ydernumre text[]               check (
    ydernumre is null or (role = 'physiotherapist' and cardinality(ydernumre) > 0)),
  -- The days of the log, in Denmark, that an auditor may read; null for no bound.
  log_from  date                 check (log_from is null or role = 'auditor'),
  log_to    date                 check (
    log_to is null or (role = 'auditor' and log_to >= coalesce(log_from, log_to))),
  -- Machine time since which Keycloak counts the person to the clinic; null when it does not.
  in_organization_since timestamptz,
  primary key (clinic_id, person_id, role)
);
select migration.isolate('tenancy.member');
grant select, insert,
  update (name, added_at, ends_at, ydernumre, log_from, log_to, in_organization_since)
  on tenancy.member to sentinel_app;
grant select on tenancy.member to sentinel_directory;
create policy directory on tenancy.member for select to sentinel_directory using (true);

-- The clinic's organization in Keycloak, as a wish: what is wished for in the transaction of an act is
-- carried out afterwards, again and again until it is done. Times are the machine's.
create table tenancy.organization (
  clinic_id uuid        not null primary key references tenancy.clinic,
  -- Counts what Keycloak must follow, and how far it has followed.
  wish      bigint      not null default 1,
  done      bigint      not null default 0 check (done <= wish),
  wished_at timestamptz not null default now(),
  done_at   timestamptz,
  -- How often it was tried in vain since it last succeeded, and not before when it is tried again.
  tries     integer     not null default 0,
  refusal   text        check (refusal in ('refused', 'forbidden')),
  next_try  timestamptz not null default now()
);
select migration.isolate('tenancy.organization');
grant select, insert, update on tenancy.organization to sentinel_app;
grant select on tenancy.organization to sentinel_directory;
create policy directory on tenancy.organization for select to sentinel_directory using (true);

-- Whoever changes the clinic's people, Keycloak follows: no room has to remember it.
create function tenancy.wish_for_organization() returns trigger
  language plpgsql
  as $$
begin
  update tenancy.organization
     set wish = wish + 1, wished_at = now(), next_try = now(), tries = 0
   where clinic_id = new.clinic_id;
  return null;
end
$$;
create trigger organization_follows after insert or update of name, added_at, ends_at
  on tenancy.member for each row execute function tenancy.wish_for_organization();

-- Where Keycloak and this database disagreed although nothing was left to do. What no clinic has is
-- kept under the operator's own id, so there is no foreign key.
create table tenancy.organization_drift (
  clinic_id uuid        not null,
  kind      text        not null check (kind in ('organization-missing', 'organization-renamed',
    'organization-disabled', 'organization-extra', 'member-missing', 'member-extra')),
  -- The organization's or the account's id in Keycloak, or the person's professional id.
  subject   text        not null check (length(subject) between 1 and 100),
  found_at  timestamptz not null,
  gone_at   timestamptz check (gone_at >= found_at),
  primary key (clinic_id, kind, subject, found_at)
);
select migration.isolate('tenancy.organization_drift');
grant select, insert, update (gone_at) on tenancy.organization_drift to sentinel_app;

-- An owner's offer of a role to somebody whose id she does not know. Of the link's secret only the
-- hash is kept, of the address nothing once the offer is accepted or taken back.
create table tenancy.invitation (
  clinic_id     uuid        not null references tenancy.clinic,
  invitation_id uuid        not null,
  secret_hash   bytea       not null check (octet_length(secret_hash) = 32),
  email         text                 check (length(email) between 3 and 254),
  role          text        not null check (role in ('owner', 'physiotherapist', 'secretary', 'auditor')),
  ends_at       timestamptz,
  ydernumre     text[],
  log_from      date,
  log_to        date,
  created_by    text        not null,
  created_at    timestamptz not null,
  expires_at    timestamptz not null check (expires_at > created_at),
  revoked_at    timestamptz,
  accepted_at   timestamptz          check (accepted_at is null or revoked_at is null),
  accepted_by   text,
  accepted_name text,
  accepted_organization text,
  primary key (clinic_id, invitation_id),
  unique (clinic_id, secret_hash),
  check (email is null or (accepted_at is null and revoked_at is null)),
  check ((accepted_at is null) = (accepted_by is null))
);
select migration.isolate('tenancy.invitation');
grant select, insert,
  update (secret_hash, email, expires_at, revoked_at, accepted_at, accepted_by, accepted_name,
          accepted_organization)
  on tenancy.invitation to sentinel_app;
-- Who brings a code does not say for which clinic.
grant select (clinic_id, invitation_id, secret_hash) on tenancy.invitation to sentinel_directory;
create policy directory on tenancy.invitation for select to sentinel_directory using (true);
create index invitation_secret on tenancy.invitation (secret_hash);

-- Once a year an owner goes through everybody's access; what was decided stays.
create table tenancy.access_review (
  clinic_id   uuid        not null references tenancy.clinic,
  review_id   uuid        not null,
  reviewed_by text        not null,
  reviewed_at timestamptz not null,
  primary key (clinic_id, review_id)
);
select migration.isolate('tenancy.access_review');
grant select, insert on tenancy.access_review to sentinel_app;

create table tenancy.access_review_line (
  clinic_id uuid not null,
  review_id uuid not null,
  person_id text not null,
  name      text not null,
  role      text not null,
  decision  text not null check (decision in ('keep', 'change', 'remove')),
  primary key (clinic_id, review_id, person_id, role),
  foreign key (clinic_id, review_id) references tenancy.access_review
    deferrable initially deferred
);
select migration.isolate('tenancy.access_review_line');
grant select, insert on tenancy.access_review_line to sentinel_app;

-- Somebody who audits the platform, and with it the log of every clinic. What has ended stays.
create table tenancy.platform_auditor (
  person_id text        not null primary key check (length(person_id) between 1 and 100),
  name      text        not null check (length(name) between 1 and 200),
  added_at  timestamptz not null,
  ends_at   timestamptz not null check (ends_at >= added_at),
  log_from  date,
  log_to    date        check (log_to >= coalesce(log_from, log_to))
);
comment on table tenancy.platform_auditor is
  'reference: auditors of the whole platform, the same for every clinic; no clinic''s data';
grant select, insert, update (name, added_at, ends_at, log_from, log_to)
  on tenancy.platform_auditor to sentinel_app;
grant select on tenancy.platform_auditor to sentinel_directory;

-- The software that clinics keep their journals in, registered once for its vendor. What it may send
-- never changes: an owner confirmed just that.
create table tenancy.practice_system (
  system_id     text        not null primary key check (system_id ~ '^[a-z][a-z0-9-]{2,62}$'),
  name          text        not null check (length(name) between 1 and 100),
  vendor        text        not null check (length(vendor) between 1 and 200),
  vendor_cvr    text        not null check (vendor_cvr ~ '^[0-9]{8}$'),
  kinds         text[]      not null check (cardinality(kinds) > 0 and kinds <@
                  array['Patient', 'Condition', 'Encounter', 'Procedure', 'ServiceRequest']),
  registered_at timestamptz not null,
  -- The public keys with which it signs in, as Keycloak has them, and where the vendor publishes them.
  jwks          text                 check (length(jwks) between 2 and 20000),
  jwks_url      text                 check (length(jwks_url) between 1 and 500),
  -- From then on it is let in nowhere; null again when the operator lets it go on.
  suspended_at  timestamptz
);
comment on table tenancy.practice_system is
  'reference: practice systems and what each may send; the same for all clinics';
grant select, insert, update (jwks, jwks_url, suspended_at) on tenancy.practice_system to sentinel_app;
grant select on tenancy.practice_system to sentinel_directory;

-- A practice system asks to send for a ydernummer, an owner confirms or refuses, and may stop it
-- later. Steps are numbered from 1 for each system and ydernummer; the last one counts.
create table tenancy.activation_event (
  clinic_id  uuid        not null references tenancy.clinic,
  system_id  text        not null check (length(system_id) between 1 and 100),
  ydernummer text        not null check (ydernummer ~ '^[0-9]{6}$'),
  step       integer     not null check (step > 0),
  kind       text        not null check (kind in ('asked', 'confirmed', 'refused', 'stopped')),
  -- who decided; the system itself asks
  person_id  text                 check (length(person_id) between 1 and 100),
  at         timestamptz not null,
  primary key (clinic_id, system_id, ydernummer, step),
  check ((kind = 'asked') = (person_id is null))
);
select migration.isolate('tenancy.activation_event');
grant select, insert on tenancy.activation_event to sentinel_app;
grant select on tenancy.activation_event to sentinel_directory;
create policy directory on tenancy.activation_event for select to sentinel_directory using (true);

-- One row per session and clinic: what makes "signed in" be recorded once. The operator's own log has
-- no clinic, so there is no foreign key.
create table tenancy.sign_in (
  clinic_id  uuid        not null,
  session_id text        not null check (length(session_id) between 1 and 100),
  person_id  text        not null check (length(person_id) between 1 and 100),
  at         timestamptz not null,
  primary key (clinic_id, session_id)
);
select migration.isolate('tenancy.sign_in');
grant select, insert on tenancy.sign_in to sentinel_app;
