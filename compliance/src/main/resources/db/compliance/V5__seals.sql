-- The platform's seal on what was signed, and the time stamp on the evidence. Both are made after the
-- signature, which is in force without them. Times are the machine's.

create table agreement.seal (
  clinic_id      uuid        not null,
  signature_id   uuid        not null,
  -- The sealed PDF: begins with the bytes that were signed.
  bytes          bytea       not null,
  sha256         bytea       not null check (octet_length(sha256) = 32),
  -- The evidence as JSON in the very bytes that the time stamp (RFC 3161, DER) is over.
  evidence       bytea       not null,
  evidence_stamp bytea       not null,
  -- PEM: the seal's certificates and the authorities trusted when it was made.
  certificates   text        not null,
  trust_anchors  text        not null,
  sealed_at      timestamptz not null,
  primary key (clinic_id, signature_id),
  foreign key (clinic_id, signature_id) references agreement.signature
);
select migration.isolate('agreement.seal');
grant select, insert on agreement.seal to sentinel_app;
create trigger append_only before update or delete or truncate on agreement.seal
  for each statement execute function audit.refuse_change();

-- Which signatures wait for their seal: written with the signature, done with the seal.
create table agreement.sealing (
  clinic_id    uuid        not null,
  signature_id uuid        not null,
  -- How often it was begun, and not before when it is begun again: whoever begins moves it on, so that
  -- what was cut off in between is taken up by whoever comes next.
  tries        integer     not null default 0,
  next_try     timestamptz not null default now(),
  done         boolean     not null default false,
  primary key (clinic_id, signature_id),
  foreign key (clinic_id, signature_id) references agreement.signature
);
select migration.isolate('agreement.sealing');
grant select, insert, update (tries, next_try, done) on agreement.sealing to sentinel_app;
grant usage on schema agreement to sentinel_directory;
grant select on agreement.sealing to sentinel_directory;
create policy directory on agreement.sealing for select to sentinel_directory using (true);
create index sealing_due on agreement.sealing (next_try) where not done;

-- Whatever is signed is sealed: no room has to remember it.
create function agreement.wish_for_seal() returns trigger
  language plpgsql
  as $$
begin
  insert into agreement.sealing (clinic_id, signature_id) values (new.clinic_id, new.signature_id);
  return null;
end
$$;
create trigger seal_follows after insert on agreement.signature
  for each row execute function agreement.wish_for_seal();
