-- The databank: what the enrolled projects may keep of a clinic's journal, and nothing else.
--
-- Rows are only ever added. A record that a practice system sends again with other content becomes
-- a further version of it; a diagnosis that is corrected stays, superseded by the new one.

create schema databank;
grant usage on schema databank to sentinel_app, sentinel_statistics, sentinel_eraser;

-- What a person may see can be bound to some of the clinic's ydernumre (the scope of the act). Nobody
-- said to which: then none. The policy reads the column of every row a query meets: let only columns
-- that are never null and of a fixed width stand before it, so that PostgreSQL knows where it begins.
create function migration.limit_to_ydernumre(tenant_table regclass) returns void
  language plpgsql
  as $$
begin
  execute format(
    'create policy ydernumre on %s as restrictive for select to sentinel_app using (
       (select current_setting(''sentinel.ydernumre'', true) = ''*'')
       or ydernummer = any ((select string_to_array(current_setting(''sentinel.ydernumre'', true), '',''))::text[]))',
    tenant_table);
end
$$;
revoke all on function migration.limit_to_ydernumre(regclass) from public;

-- One row for each Bundle received, with what became of it.
create table databank.receipt (
  clinic_id     uuid        not null references tenancy.clinic,
  receipt_id    uuid        not null,
  system_id     text        not null,
  bundle_sha256 bytea       not null check (octet_length(bundle_sha256) = 32),
  received_at   timestamptz not null,
  stored        integer     not null check (stored >= 0),
  unchanged     integer     not null check (unchanged >= 0),
  dropped       integer     not null check (dropped >= 0),
  refused       integer     not null check (refused >= 0),
  primary key (clinic_id, receipt_id)
);
select migration.isolate('databank.receipt');
grant select, insert on databank.receipt to sentinel_app;
create index receipt_at on databank.receipt (clinic_id, received_at);

-- Which record of which system a row came from, version by version. The key makes a repeated
-- submission harmless, also when two arrive at the same moment.
create table databank.source_record (
  clinic_id  uuid    not null references tenancy.clinic,
  system_id  text    not null check (length(system_id) between 1 and 100),
  type       text    not null check (type in ('Patient', 'Condition', 'Encounter', 'Procedure', 'ServiceRequest')),
  -- what the system calls the record, blinded under the clinic's key: it could be a CPR number
  source_id  text    not null check (source_id ~ '^[0-9a-f]{64}$'),
  version    integer not null check (version > 0),
  content    bytea   not null check (octet_length(content) = 32),
  record_id  uuid    not null,
  receipt_id uuid    not null,
  primary key (clinic_id, system_id, type, source_id, version),
  unique (clinic_id, record_id)
);
select migration.isolate('databank.source_record');
grant select, insert on databank.source_record to sentinel_app;

create table databank.patient (
  clinic_id   uuid not null,
  record_id   uuid not null,
  subject_id  uuid not null,
  sex         text not null check (sex in ('female', 'male', 'unknown')),
  birth_month date not null check (extract(day from birth_month) = 1),
  received_at timestamptz not null,
  primary key (clinic_id, record_id),
  foreign key (clinic_id, record_id) references databank.source_record (clinic_id, record_id),
  foreign key (clinic_id, subject_id) references privacy.subject (clinic_id, subject_id)
);
select migration.isolate('databank.patient');
grant select, insert on databank.patient to sentinel_app;
create index patient_subject on databank.patient (clinic_id, subject_id, received_at);

-- The history of diagnoses (EKM: codes are added or adjusted, never deleted).
create table databank.diagnosis_event (
  clinic_id   uuid not null,
  record_id   uuid not null,
  subject_id  uuid not null,
  recorded_on date not null,
  -- for which ydernummer it was sent; a correction stays with the one of what it corrects
  ydernummer  text not null check (ydernummer ~ '^[0-9]{6}$'),
  code        text not null check (code ~ '^[A-Z][0-9]{2}$'),
  onset       date,
  status      text not null check (status in ('active', 'entered-in-error')),
  supersedes  uuid,
  received_at timestamptz not null,
  primary key (clinic_id, record_id),
  unique (clinic_id, supersedes),
  foreign key (clinic_id, record_id) references databank.source_record (clinic_id, record_id),
  foreign key (clinic_id, supersedes) references databank.diagnosis_event (clinic_id, record_id),
  foreign key (clinic_id, subject_id) references privacy.subject (clinic_id, subject_id)
);
select migration.isolate('databank.diagnosis_event');
select migration.limit_to_ydernumre('databank.diagnosis_event');
grant select, insert on databank.diagnosis_event to sentinel_app;
create index diagnosis_event_recorded on databank.diagnosis_event (clinic_id, recorded_on);

create table databank.encounter (
  clinic_id   uuid not null,
  record_id   uuid not null,
  subject_id  uuid not null,
  on_day      date not null,
  ydernummer  text not null check (ydernummer ~ '^[0-9]{6}$'),
  received_at timestamptz not null,
  primary key (clinic_id, record_id),
  foreign key (clinic_id, record_id) references databank.source_record (clinic_id, record_id),
  foreign key (clinic_id, subject_id) references privacy.subject (clinic_id, subject_id)
);
select migration.isolate('databank.encounter');
select migration.limit_to_ydernumre('databank.encounter');
grant select, insert on databank.encounter to sentinel_app;

create table databank.service (
  clinic_id   uuid not null,
  record_id   uuid not null,
  subject_id  uuid not null,
  on_day      date not null,
  ydernummer  text not null check (ydernummer ~ '^[0-9]{6}$'),
  code        text not null check (code ~ '^[0-9]{4}$'),
  received_at timestamptz not null,
  primary key (clinic_id, record_id),
  foreign key (clinic_id, record_id) references databank.source_record (clinic_id, record_id),
  foreign key (clinic_id, subject_id) references privacy.subject (clinic_id, subject_id)
);
select migration.isolate('databank.service');
select migration.limit_to_ydernumre('databank.service');
grant select, insert on databank.service to sentinel_app;

create table databank.referral (
  clinic_id   uuid not null,
  record_id   uuid not null,
  subject_id  uuid not null,
  on_day      date not null,
  ydernummer  text not null check (ydernummer ~ '^[0-9]{6}$'),
  code        text check (code ~ '^[A-Z][0-9]{2}$'),
  received_at timestamptz not null,
  primary key (clinic_id, record_id),
  foreign key (clinic_id, record_id) references databank.source_record (clinic_id, record_id),
  foreign key (clinic_id, subject_id) references privacy.subject (clinic_id, subject_id)
);
select migration.isolate('databank.referral');
select migration.limit_to_ydernumre('databank.referral');
grant select, insert on databank.referral to sentinel_app;

-- What counts today: diagnoses that nothing supersedes, with the latest word on the person.
create view databank.current_diagnosis with (security_invoker = true) as
  select d.clinic_id, d.subject_id, d.code, d.recorded_on, p.sex, p.birth_month
    from databank.diagnosis_event d
    join lateral (
      select sex, birth_month from databank.patient p
       where p.clinic_id = d.clinic_id and p.subject_id = d.subject_id
       order by p.received_at desc, p.record_id desc limit 1
    ) p on true
   where d.status = 'active'
     and not exists (
       select 1 from databank.diagnosis_event s
        where s.clinic_id = d.clinic_id and s.supersedes = d.record_id);
grant select on databank.current_diagnosis to sentinel_app;

create trigger append_only before update or truncate on databank.source_record
  for each statement execute function audit.refuse_change();
create trigger append_only before update or truncate on databank.diagnosis_event
  for each statement execute function audit.refuse_change();

-- Rows go in one way only: all that a clinic has, after its agreement has ended.
create trigger deleted_at_the_end_only before delete on databank.source_record
  for each statement when (current_user <> 'sentinel_eraser') execute function audit.refuse_change();
create trigger deleted_at_the_end_only before delete on databank.diagnosis_event
  for each statement when (current_user <> 'sentinel_eraser') execute function audit.refuse_change();
select migration.let_eraser_delete('databank.receipt');
select migration.let_eraser_delete('databank.source_record');
select migration.let_eraser_delete('databank.patient');
select migration.let_eraser_delete('databank.diagnosis_event');
select migration.let_eraser_delete('databank.encounter');
select migration.let_eraser_delete('databank.service');
select migration.let_eraser_delete('databank.referral');
create trigger while_running after insert on databank.source_record
  for each statement execute function ending.refuse_while_ending();
