-- What the controller has promised and instructed: documents as signed, signatures with their evidence, consent.

create schema agreement;
grant usage on schema agreement to sentinel_app;

-- The agreement's text as the operator brought it, in both languages, with the projects and the
-- register of sub-processors written into it as they were. A version may be brought several times
-- before it is published; what was brought is never changed.
create table agreement.template (
  template_id uuid        not null primary key,
  version     integer     not null check (version > 0),
  -- days from publication until it replaces the version before
  days        integer     not null check (days between 0 and 365),
  content     text        not null check (length(content) between 2 and 400000),
  sha256      bytea       not null check (octet_length(sha256) = 32),
  imported_at timestamptz not null,
  imported_by text        not null check (length(imported_by) between 1 and 100),
  unique (template_id, version)
);
comment on table agreement.template is
  'reference: texts of the agreement, the same for every clinic; no clinic''s data';
grant select, insert on agreement.template to sentinel_app;

-- A version that clinics may sign: the operator's representative has signed it for the processor.
create table agreement.publication (
  version      integer     not null primary key,
  template_id  uuid        not null,
  -- what it asks of a clinic that signed an older one
  asks         text        not null check (asks in ('signature', 'notice')),
  published_at timestamptz not null,
  takes_effect timestamptz not null check (takes_effect >= published_at),
  signer_name  text        not null check (length(signer_name) between 1 and 200),
  -- the representative's signature with all that is needed to check it again
  evidence     jsonb       not null,
  foreign key (template_id, version) references agreement.template (template_id, version)
);
comment on table agreement.publication is
  'reference: published versions of the agreement, the same for every clinic; no clinic''s data';
grant select, insert on agreement.publication to sentinel_app;

-- Who processes on the operator's behalf (clause 7, appendix B.1). What has ended keeps its row.
create table agreement.sub_processor (
  sub_processor_id uuid        not null primary key,
  name             text        not null check (length(name) between 1 and 200),
  -- Danish companies have a CVR number; others the number of their own register
  company_number   text        not null check (length(company_number) between 1 and 40),
  address          text        not null check (length(address) between 1 and 300),
  processing_da    text        not null check (length(processing_da) between 1 and 500),
  processing_en    text        not null check (length(processing_en) between 1 and 500),
  place            text        not null check (length(place) between 1 and 100),
  -- what allows the transfer when the place is outside the EU and EEA (chapter V of the GDPR)
  transfer_basis   text        not null check
                     (transfer_basis in ('none-needed', 'adequacy', 'standard-clauses')),
  -- since when there is a data processing agreement with it (clause 7.4)
  agreement_from   date        not null,
  reviewed_on      date,
  added_at         timestamptz not null,
  ended_at         timestamptz check (ended_at >= added_at)
);
comment on table agreement.sub_processor is
  'reference: companies that process for the operator, the same for every clinic; no clinic''s data';
grant select, insert, update (reviewed_on, ended_at) on agreement.sub_processor to sentinel_app;

-- Documents of a clinic; those of the platform itself are what the operator's representative signs.
create table agreement.document (
  clinic_id   uuid        not null,
  document_id uuid        not null,
  -- data processing agreement, or the practice consent, which comes with the software
  kind        text        not null check (kind in ('agreement', 'consent')),
  text_id     uuid        not null,
  template_id uuid        generated always as (case when kind = 'agreement' then text_id end) stored,
  version     integer     not null check (version > 0),
  language    text        not null check (language in ('da', 'en')),
  sha256      bytea       not null check (octet_length(sha256) = 32),
  bytes       bytea       not null,
  rendered_at timestamptz not null,
  primary key (clinic_id, document_id),
  unique (clinic_id, text_id, language, sha256),
  foreign key (template_id, version) references agreement.template (template_id, version)
);
select migration.isolate('agreement.document');
grant select, insert on agreement.document to sentinel_app;

create table agreement.signing_intent (
  clinic_id   uuid        not null,
  intent_id   uuid        not null,
  document_id uuid        not null,
  person_id   text        not null,
  nonce       text        not null check (length(nonce) between 32 and 128),
  salt        bytea       not null check (octet_length(salt) = 32),
  created_at  timestamptz not null,
  -- The machine's own time, which a sign-in's auth_time is compared with; the same except in a demo.
  wall_clock_at timestamptz not null,
  expires_at  timestamptz not null check (expires_at > created_at),
  primary key (clinic_id, intent_id),
  foreign key (clinic_id, document_id) references agreement.document
);
select migration.isolate('agreement.signing_intent');
grant select, insert on agreement.signing_intent to sentinel_app;

-- In which a company says who may sign for it. What happens to one is a step; nothing is changed.
create table agreement.power_of_attorney (
  clinic_id     uuid        not null references tenancy.clinic,
  power_id      uuid        not null,
  bytes         bytea       not null check (octet_length(bytes) between 1 and 5242880),
  sha256        bytea       not null check (octet_length(sha256) = 32),
  -- the last day on which those named may sign, in Denmark
  until         date        not null,
  uploaded_by   text        not null check (length(uploaded_by) between 1 and 100),
  uploaded_name text        not null check (length(uploaded_name) between 1 and 200),
  uploaded_at   timestamptz not null,
  primary key (clinic_id, power_id)
);
select migration.isolate('agreement.power_of_attorney');
grant select, insert on agreement.power_of_attorney to sentinel_app;

create table agreement.power_holder (
  clinic_id uuid not null,
  power_id  uuid not null,
  person_id text not null check (length(person_id) between 1 and 100),
  name      text not null check (length(name) between 1 and 200),
  primary key (clinic_id, power_id, person_id),
  foreign key (clinic_id, power_id) references agreement.power_of_attorney
);
select migration.isolate('agreement.power_holder');
grant select, insert on agreement.power_holder to sentinel_app;

-- Four eyes are a key: nobody takes the same step twice.
create table agreement.power_step (
  clinic_id   uuid        not null,
  power_id    uuid        not null,
  kind        text        not null check (kind in ('approved', 'rejected', 'withdrawn')),
  person_id   text        not null check (length(person_id) between 1 and 100),
  person_name text        not null check (length(person_name) between 1 and 200),
  signers     integer              check (signers in (1, 2)),
  reason      text                 check (reason in (
    'unreadable', 'other-persons', 'other-company', 'not-signed', 'other-purpose')),
  at          timestamptz not null,
  primary key (clinic_id, power_id, kind, person_id),
  foreign key (clinic_id, power_id) references agreement.power_of_attorney,
  check ((kind = 'approved') = (signers is not null)),
  check ((kind = 'rejected') = (reason is not null))
);
select migration.isolate('agreement.power_step');
grant select, insert on agreement.power_step to sentinel_app;

-- The operator's list of what waits; not the files, and not whom they name.
grant select (clinic_id, power_id, until, uploaded_at) on agreement.power_of_attorney to sentinel_directory;
create policy directory on agreement.power_of_attorney for select to sentinel_directory using (true);
grant select (clinic_id, power_id, kind, person_id) on agreement.power_step to sentinel_directory;
create policy directory on agreement.power_step for select to sentinel_directory using (true);

-- One signature per intent: the unique key is what makes an intent usable once.
create table agreement.signature (
  clinic_id    uuid        not null,
  signature_id uuid        not null,
  intent_id    uuid        not null,
  document_id  uuid        not null,
  person_id    text        not null,
  signer_name  text        not null,
  level        text        not null,
  auth_time    timestamptz not null,
  evidence     jsonb       not null,
  signed_at    timestamptz not null,
  -- whether the company is bound by it: by the only signature, or by the last of a joint one
  completes    boolean     not null,
  -- the power of attorney under which it was made; null when the sign-in itself says that the person may
  power_id     uuid,
  primary key (clinic_id, signature_id),
  unique (clinic_id, intent_id),
  foreign key (clinic_id, intent_id) references agreement.signing_intent,
  foreign key (clinic_id, document_id) references agreement.document,
  foreign key (clinic_id, power_id) references agreement.power_of_attorney
);
select migration.isolate('agreement.signature');
grant select, insert on agreement.signature to sentinel_app;

create table agreement.consent_event (
  clinic_id uuid        not null references tenancy.clinic,
  event_id  uuid        not null,
  kind      text        not null check (kind in ('given', 'withdrawn')),
  version   integer     not null check (version > 0),
  sha256    bytea       not null check (octet_length(sha256) = 32),
  person_id text        not null,
  person_name text      not null,
  at        timestamptz not null,
  -- the signature that gave it; withdrawing needs none
  signature_id uuid     check ((kind = 'given') = (signature_id is not null)),
  primary key (clinic_id, event_id),
  unique (clinic_id, signature_id),
  foreign key (clinic_id, signature_id) references agreement.signature
);
select migration.isolate('agreement.consent_event');
grant select, insert on agreement.consent_event to sentinel_app;
create index consent_event_at on agreement.consent_event (clinic_id, at);

-- An owner objects to a version that changes the sub-processors (clause 7.3), or no longer does.
create table agreement.objection_event (
  clinic_id   uuid        not null references tenancy.clinic,
  event_id    uuid        not null,
  version     integer     not null references agreement.publication,
  kind        text        not null check (kind in ('raised', 'withdrawn')),
  person_id   text        not null,
  person_name text        not null,
  at          timestamptz not null,
  primary key (clinic_id, event_id)
);
select migration.isolate('agreement.objection_event');
grant select, insert on agreement.objection_event to sentinel_app;
create index objection_event_at on agreement.objection_event (clinic_id, version, at);

create trigger append_only before update or delete or truncate on agreement.template
  for each statement execute function audit.refuse_change();
create trigger append_only before update or delete or truncate on agreement.publication
  for each statement execute function audit.refuse_change();
create trigger append_only before update or delete or truncate on agreement.objection_event
  for each statement execute function audit.refuse_change();
create trigger append_only before update or delete or truncate on agreement.document
  for each statement execute function audit.refuse_change();
create trigger append_only before update or delete or truncate on agreement.signature
  for each statement execute function audit.refuse_change();
create trigger append_only before update or delete or truncate on agreement.consent_event
  for each statement execute function audit.refuse_change();
create trigger append_only before update or delete or truncate on agreement.power_of_attorney
  for each statement execute function audit.refuse_change();
create trigger append_only before update or delete or truncate on agreement.power_holder
  for each statement execute function audit.refuse_change();
create trigger append_only before update or delete or truncate on agreement.power_step
  for each statement execute function audit.refuse_change();
