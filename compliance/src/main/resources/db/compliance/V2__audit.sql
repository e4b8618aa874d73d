-- The audit log: entries are written by the act, numbered by the sequencer, and never touched again.

create schema audit;
grant usage on schema audit to sentinel_app, sentinel_sequencer;

-- The canonical bytes of an entry; a C2SP entry bundle counts them in 16 bits. A type of its own,
-- because PostgreSQL reads the check of a type once in a session, and the check of a table anew for
-- every row written: every act pays for it.
create domain audit.canonical as bytea check (octet_length(value) <= 65535);

create table audit.entry (
  clinic_id   uuid            not null,
  entry_id    uuid            not null,
  recorded_at timestamptz     not null,
  canonical   audit.canonical not null,
  primary key (clinic_id, entry_id)
);
select migration.isolate('audit.entry');
grant select, insert on audit.entry to sentinel_app;
grant select on audit.entry to sentinel_sequencer;
create policy sequencer on audit.entry for select to sentinel_sequencer using (true);
-- An auditor may be given some days of the log. Nobody said which: then none.
create policy period on audit.entry as restrictive for select to sentinel_app using (
  recorded_at >= (select nullif(current_setting('sentinel.log_begins', true), '')::timestamptz)
  and recorded_at < (select nullif(current_setting('sentinel.log_ends', true), '')::timestamptz));

-- Entries without a position yet. A queue rather than "id > last": commits become visible out of order.
create table audit.pending (
  clinic_id uuid not null,
  -- The one key is the order in which entries are numbered: every act waits for each index written.
  -- No foreign key to the entry: both are written by one statement, and the check of a key would
  -- write into the entry's row once more, in the transaction of every act.
  entry_id  uuid not null primary key
);
select migration.isolate('audit.pending');
grant insert on audit.pending to sentinel_app;
grant select, delete on audit.pending to sentinel_sequencer;
create policy sequencer on audit.pending to sentinel_sequencer using (true);
-- What was taken lies dead at the beginning of the key: sweep it often.
alter table audit.pending set (
  autovacuum_vacuum_threshold = 5000,
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_cost_delay = 0);

-- One entry with its place in the queue. A procedure, because its plan is kept with the session while
-- the call is sent as plain text together with the commit, and a call is neither planned nor answered
-- with a row. One statement, because each is begun and ended anew. Runs with the caller's rights.
create procedure audit.append(clinic uuid, id uuid, at timestamptz, canonical text)
  language plpgsql
  as $$
begin
  with entry as (insert into audit.entry values (clinic, id, at, convert_to(canonical, 'UTF8')))
  insert into audit.pending values (clinic, id);
end
$$;
revoke all on procedure audit.append(uuid, uuid, timestamptz, text) from public;
grant execute on procedure audit.append(uuid, uuid, timestamptz, text) to sentinel_app;

create table audit.leaf (
  clinic_id uuid   not null,
  position  bigint not null check (position >= 0),
  entry_id  uuid   not null,
  leaf_hash bytea  not null check (octet_length(leaf_hash) = 32),
  primary key (clinic_id, position),
  -- No foreign key to the entry: a leaf is made from the entry's own bytes in one statement, an entry
  -- cannot go, and the check of a key would write into the row of every entry that is numbered.
  unique (clinic_id, entry_id)
);
select migration.isolate('audit.leaf');
grant select on audit.leaf to sentinel_app;
grant select, insert on audit.leaf to sentinel_sequencer;
create policy sequencer on audit.leaf to sentinel_sequencer using (true);

-- Full tiles of height 8 (C2SP tlog-tiles): 256 hashes of 32 bytes.
create table audit.tile (
  clinic_id uuid     not null,
  level     smallint not null check (level between 0 and 7),
  number    bigint   not null check (number >= 0),
  hashes    bytea    not null check (octet_length(hashes) = 8192),
  primary key (clinic_id, level, number)
);
select migration.isolate('audit.tile');
grant select on audit.tile to sentinel_app;
grant select, insert on audit.tile to sentinel_sequencer;
create policy sequencer on audit.tile to sentinel_sequencer using (true);

create table audit.checkpoint (
  clinic_id uuid        not null,
  size      bigint      not null check (size > 0),
  root      bytea       not null check (octet_length(root) = 32),
  note      text        not null,
  -- The roots of the complete subtrees from left to right: all the next batch needs to know.
  frontier  bytea       not null check (octet_length(frontier) % 32 = 0),
  signed_at timestamptz not null,
  primary key (clinic_id, size)
);
select migration.isolate('audit.checkpoint');
grant select on audit.checkpoint to sentinel_app;
grant select, insert on audit.checkpoint to sentinel_sequencer;
create policy sequencer on audit.checkpoint to sentinel_sequencer using (true);

-- Where each log ends now: what the shipper compares its own progress with. Derived, not record.
create table audit.head (
  clinic_id uuid        not null primary key,
  size      bigint      not null check (size > 0),
  signed_at timestamptz not null
);
select migration.isolate('audit.head');
grant select on audit.head to sentinel_app;
grant select, insert, update on audit.head to sentinel_sequencer;
create policy sequencer on audit.head to sentinel_sequencer using (true);

-- How far the searchable copy has come. Progress, not record: losing it only ships again. A table of
-- its own, so that numbering and shipping never wait for each other.
create table audit.shipped (
  clinic_id uuid        not null primary key,
  -- What the copy has acknowledged, and what may have been sent to it: where the two differ, entries
  -- may be there without our knowing, and must be sent again before the copy's index changes.
  size      bigint      not null check (size >= 0),
  sent      bigint      not null check (sent >= size),
  -- Where the copy begins: entries before it were let go by age and are never sent again.
  first     bigint      not null default 0 check (first between 0 and size),
  -- The engine's own id of the index that took the last of them: gone when the copy was wiped.
  index_id  text,
  tried_at  timestamptz not null
);
select migration.isolate('audit.shipped');
grant select on audit.shipped to sentinel_app;
grant select, insert, update on audit.shipped to sentinel_sequencer;
create policy sequencer on audit.shipped to sentinel_sequencer using (true);

-- Grants already forbid it to the application roles; this forbids it to the owner's slip as well.
create function audit.refuse_change() returns trigger
  language plpgsql
  as $$
begin
  raise exception 'the audit log is append-only: % on %.% is refused', tg_op, tg_table_schema, tg_table_name
    using errcode = 'insufficient_privilege';
end
$$;

create trigger append_only before update or delete or truncate on audit.entry
  for each statement execute function audit.refuse_change();
create trigger append_only before update or delete or truncate on audit.leaf
  for each statement execute function audit.refuse_change();
create trigger append_only before update or delete or truncate on audit.tile
  for each statement execute function audit.refuse_change();
create trigger append_only before update or delete or truncate on audit.checkpoint
  for each statement execute function audit.refuse_change();
create trigger append_only before update or delete or truncate on tenancy.activation_event
  for each statement execute function audit.refuse_change();
