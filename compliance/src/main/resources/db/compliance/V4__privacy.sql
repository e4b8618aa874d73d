-- What a project may keep, which clinic takes part when, and the keys that tie data to a person.

create schema privacy;
grant usage on schema privacy to sentinel_app;

create table privacy.enrolment_event (
  clinic_id uuid        not null references tenancy.clinic,
  event_id  uuid        not null,
  project   text        not null check (project ~ '^[a-z][a-z-]{1,48}$'),
  kind      text        not null check (kind in ('enrolled', 'withdrawn')),
  person_id text        not null,
  at        timestamptz not null,
  primary key (clinic_id, event_id)
);
select migration.isolate('privacy.enrolment_event');
grant select, insert on privacy.enrolment_event to sentinel_app;
create index enrolment_event_at on privacy.enrolment_event (clinic_id, project, at);
create trigger append_only before update or delete or truncate on privacy.enrolment_event
  for each statement execute function audit.refuse_change();

-- The clinic's own key, wrapped by the platform's: turns a CPR number into a subject without keeping it.
create table privacy.clinic_key (
  clinic_id  uuid  not null primary key references tenancy.clinic,
  master_key text  not null check (master_key ~ '^[0-9a-f]{16}$'),
  wrapped    bytea not null check (octet_length(wrapped) = 60)
);
select migration.isolate('privacy.clinic_key');
grant select, insert on privacy.clinic_key to sentinel_app;

create table privacy.subject (
  clinic_id  uuid  not null references tenancy.clinic,
  subject_id uuid  not null,
  lookup     bytea not null check (octet_length(lookup) = 32),
  primary key (clinic_id, subject_id),
  unique (clinic_id, lookup)
);
select migration.isolate('privacy.subject');
-- Erasure puts something random where the lookup stood.
grant select, insert, update (lookup) on privacy.subject to sentinel_app;

-- What was refused because the instruction did not allow it, for the owner to see. Names no person.
create table privacy.deviation (
  clinic_id    uuid        not null references tenancy.clinic,
  deviation_id uuid        not null,
  at           timestamptz not null,
  act          text        not null check (act in ('receive', 'read')),
  project      text        not null check (project ~ '^[a-z][a-z-]{1,48}$'),
  reason       text        not null check (
    reason in ('practice-system', 'agreement', 'consent', 'enrolment', 'kind', 'permission')),
  entries      int         not null check (entries >= 0),
  system_id    text                 check (length(system_id) between 1 and 100),
  primary key (clinic_id, deviation_id)
);
select migration.isolate('privacy.deviation');
grant select, insert on privacy.deviation to sentinel_app;
create index deviation_at on privacy.deviation (clinic_id, at);
create trigger append_only before update or delete or truncate on privacy.deviation
  for each statement execute function audit.refuse_change();
-- An auditor sees the days of the log that he was given.
create policy period on privacy.deviation as restrictive for select to sentinel_app using (
  at >= (select nullif(current_setting('sentinel.log_begins', true), '')::timestamptz)
  and at < (select nullif(current_setting('sentinel.log_ends', true), '')::timestamptz));

-- Wrapped by the clinic's key, and lives apart from the subject: destroying the row makes the person's
-- audit entries unattributable.
create table privacy.subject_key (
  clinic_id  uuid  not null,
  subject_id uuid  not null,
  wrapped    bytea not null check (octet_length(wrapped) = 60),
  primary key (clinic_id, subject_id),
  foreign key (clinic_id, subject_id) references privacy.subject
);
select migration.isolate('privacy.subject_key');
grant select, insert, delete on privacy.subject_key to sentinel_app;

-- Who may retrieve data for quality work, and by which criteria the management has permitted it
-- (sundhedsloven § 42 d stk. 2 nr. 2 litra c). What has ended stays: entries of the log name it.
create table privacy.permission (
  clinic_id     uuid        not null references tenancy.clinic,
  permission_id uuid        not null,
  person_id     text        not null check (length(person_id) between 1 and 100),
  authorisation text        not null check (authorisation ~ '^[0-9B-DF-HJ-NP-TV-XZ]{5}$'),
  criteria      text[]      not null check (
    cardinality(criteria) > 0
    and criteria <@ array['quality-lead', 'treating', 'project-work', 'professional-lead']),
  valid_from    date        not null,
  valid_to      date        not null check (valid_to >= valid_from),
  granted_by    text        not null,
  granted_at    timestamptz not null,
  ended_at      timestamptz          check (ended_at >= granted_at),
  primary key (clinic_id, permission_id)
);
select migration.isolate('privacy.permission');
grant select, insert, update (ended_at) on privacy.permission to sentinel_app;
create index permission_of on privacy.permission (clinic_id, person_id);
