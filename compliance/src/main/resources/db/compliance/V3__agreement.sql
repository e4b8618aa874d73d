-- What the controller has promised and instructed: documents as signed, signatures with their evidence, consent.

create schema agreement;
grant usage on schema agreement to sentinel_app;

create table agreement.document (
  clinic_id   uuid        not null references tenancy.clinic,
  document_id uuid        not null,
  version     integer     not null check (version > 0),
  language    text        not null check (language in ('da', 'en')),
  sha256      bytea       not null check (octet_length(sha256) = 32),
  bytes       bytea       not null,
  rendered_at timestamptz not null,
  primary key (clinic_id, document_id),
  unique (clinic_id, version, language, sha256)
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
  primary key (clinic_id, signature_id),
  unique (clinic_id, intent_id),
  foreign key (clinic_id, intent_id) references agreement.signing_intent,
  foreign key (clinic_id, document_id) references agreement.document
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
  primary key (clinic_id, event_id)
);
select migration.isolate('agreement.consent_event');
grant select, insert on agreement.consent_event to sentinel_app;
create index consent_event_at on agreement.consent_event (clinic_id, at);

create trigger append_only before update or delete or truncate on agreement.document
  for each statement execute function audit.refuse_change();
create trigger append_only before update or delete or truncate on agreement.signature
  for each statement execute function audit.refuse_change();
create trigger append_only before update or delete or truncate on agreement.consent_event
  for each statement execute function audit.refuse_change();
