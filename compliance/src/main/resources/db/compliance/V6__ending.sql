-- The end of an agreement: terminated by an owner, taken back by one, or carried out by deleting what
-- Sentinel keeps for the clinic. Steps are numbered; the last one counts.

create schema ending;
grant usage on schema ending to sentinel_app, sentinel_directory, sentinel_eraser;
grant usage on schema tenancy, privacy, audit to sentinel_eraser;

create table ending.termination_event (
  clinic_id   uuid        not null references tenancy.clinic,
  step        integer     not null check (step > 0),
  kind        text        not null check (kind in ('terminated', 'taken-back', 'deletion-begun', 'deleted')),
  -- An owner terminates and takes back; Sentinel deletes.
  person_id   text                 check (length(person_id) between 1 and 100),
  person_name text                 check (length(person_name) between 1 and 200),
  at          timestamptz not null,
  -- From when on a terminated clinic's data are deleted; business time.
  delete_from timestamptz          check (delete_from >= at),
  primary key (clinic_id, step),
  check ((kind = 'terminated') = (delete_from is not null)),
  check ((kind in ('terminated', 'taken-back')) = (person_id is not null)),
  check ((person_id is null) = (person_name is null))
);
select migration.isolate('ending.termination_event');
grant select, insert on ending.termination_event to sentinel_app, sentinel_eraser;
grant select on ending.termination_event to sentinel_directory;
create policy directory on ending.termination_event for select to sentinel_directory using (true);
create trigger append_only before update or delete or truncate on ending.termination_event
  for each statement execute function audit.refuse_change();

-- What was deleted, transaction by transaction: written in the transaction that deleted it.
create table ending.deletion_step (
  clinic_id   uuid        not null references tenancy.clinic,
  -- of the 'deletion-begun' that it carries out
  begun       integer     not null,
  number      integer     not null check (number > 0),
  kind        text        not null check (kind ~ '^[a-z-]{1,40}$'),
  gone        bigint      not null check (gone > 0),
  -- Ids of keys that were destroyed: the beginning of the hash of the wrapped key, by which a copy
  -- that turns up somewhere is known again.
  keys        text[]      not null,
  at          timestamptz not null,
  primary key (clinic_id, begun, number),
  foreign key (clinic_id, begun) references ending.termination_event (clinic_id, step)
);
select migration.isolate('ending.deletion_step');
grant select on ending.deletion_step to sentinel_app;
grant select, insert on ending.deletion_step to sentinel_eraser;
create trigger append_only before update or delete or truncate on ending.deletion_step
  for each statement execute function audit.refuse_change();

-- The sealed certificate of a deletion, as it was handed out first: the same file ever after.
create table ending.certificate (
  clinic_id uuid        not null references tenancy.clinic,
  language  text        not null check (language in ('da', 'en')),
  bytes     bytea       not null,
  sealed_at timestamptz not null,
  primary key (clinic_id, language)
);
select migration.isolate('ending.certificate');
grant select, insert on ending.certificate to sentinel_app;
create trigger append_only before update or delete or truncate on ending.certificate
  for each statement execute function audit.refuse_change();

-- How the clinic's agreement stands: the kind of its last step; 'runs' when there is none.
create function ending.state_of(clinic uuid) returns text
  language sql stable
  return coalesce(
    (select e.kind from ending.termination_event e where e.clinic_id = clinic order by e.step desc limit 1),
    'runs');
revoke all on function ending.state_of(uuid) from public;
grant execute on function ending.state_of(uuid) to sentinel_app, sentinel_eraser;

-- A step follows the one before it, and only the eraser's role deletes.
create function ending.refuse_wrong_step() returns trigger
  language plpgsql
  as $$
declare
  before text := ending.state_of(new.clinic_id);
begin
  if new.step <> 1 + coalesce((select max(e.step) from ending.termination_event e
                                where e.clinic_id = new.clinic_id), 0)
     or not (case new.kind
       when 'terminated' then before in ('runs', 'taken-back')
       when 'taken-back' then before = 'terminated'
       when 'deletion-begun' then before = 'terminated' and current_user = 'sentinel_eraser'
       else before = 'deletion-begun' and current_user = 'sentinel_eraser'
     end)
  then
    raise exception 'a termination does not go from % to %', before, new.kind
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;
create trigger in_order before insert on ending.termination_event
  for each row execute function ending.refuse_wrong_step();

-- Nothing new is promised, stored or keyed while an agreement ends. The rooms ask first and refuse in
-- words; this catches who asked before the termination and writes after it. Trying again helps them
-- to the words, hence the error code.
create function ending.refuse_while_ending() returns trigger
  language plpgsql
  as $$
begin
  if ending.state_of(nullif(current_setting('sentinel.clinic', true), '')::uuid)
       not in ('runs', 'taken-back') then
    raise exception 'the agreement was terminated: % on %.% is refused',
        tg_op, tg_table_schema, tg_table_name
      using errcode = 'serialization_failure';
  end if;
  return null;
end
$$;
create trigger while_running after insert on agreement.signature
  for each statement execute function ending.refuse_while_ending();
create trigger while_running after insert on agreement.consent_event
  for each row when (new.kind = 'given') execute function ending.refuse_while_ending();
create trigger while_running after insert on privacy.enrolment_event
  for each row when (new.kind = 'enrolled') execute function ending.refuse_while_ending();
create trigger while_running after insert on privacy.clinic_key
  for each row execute function ending.refuse_while_ending();

-- The eraser may delete from a table, but only rows of a clinic whose deletion has begun.
create function migration.let_eraser_delete(tenant_table regclass) returns void
  language plpgsql
  as $$
begin
  execute format('grant select, delete on %s to sentinel_eraser', tenant_table);
  execute format(
    'create policy ending on %s as restrictive for delete to sentinel_eraser
       using ((select ending.state_of(nullif(current_setting(''sentinel.clinic'', true), '''')::uuid))
              = ''deletion-begun'')',
    tenant_table);
end
$$;
revoke all on function migration.let_eraser_delete(regclass) from public;
select migration.let_eraser_delete('privacy.subject_key');
select migration.let_eraser_delete('privacy.clinic_key');
select migration.let_eraser_delete('privacy.subject');
select migration.let_eraser_delete('tenancy.invitation');

-- What stays as history ends on the day of the deletion.
grant select, update (ends_at) on tenancy.member to sentinel_eraser;
grant select, update (ended_at) on privacy.permission to sentinel_eraser;
grant select, update (valid_to) on tenancy.ydernummer, tenancy.ydernummer_holder to sentinel_eraser;
grant select, update (wish, wished_at, next_try, tries) on tenancy.organization to sentinel_eraser;

-- Each step of the deletion is recorded in the clinic's log in its own transaction.
grant insert on audit.entry, audit.pending to sentinel_eraser;
grant execute on procedure audit.append(uuid, uuid, timestamptz, text) to sentinel_eraser;
