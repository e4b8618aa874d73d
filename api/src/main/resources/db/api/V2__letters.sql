-- Letters about the agreement: what a clinic is reminded of, once for each occasion.

create schema letter;
grant usage on schema letter to sentinel_app, sentinel_eraser;

-- Where the clinic wants them: an address of the clinic's own choice, without a name. Null when the
-- owner took it away.
create table letter.address (
  clinic_id uuid        not null primary key references tenancy.clinic,
  address   text        check (length(address) between 3 and 254),
  language  text        not null check (language in ('da', 'en')),
  set_at    timestamptz not null
);
select migration.isolate('letter.address');
grant select, insert, update (address, language, set_at) on letter.address to sentinel_app;
select migration.let_eraser_delete('letter.address');

-- The outbox. A letter holds neither address nor text: both are looked up when it is sent, so that it
-- goes to where the clinic wants it then, and to nobody who has signed meanwhile. The unique key makes
-- it one letter for each occasion, however many instances think of it.
create table letter.letter (
  clinic_id  uuid        not null references tenancy.clinic,
  letter_id  uuid        not null,
  version    integer     not null references agreement.publication,
  occasion   text        not null check
               (occasion in ('published', 'two-weeks', 'three-days', 'last-day', 'operator')),
  -- the day by which something is asked, or on which the operator asked for the letter; Danish
  day        date        not null,
  state      text        not null default 'waiting'
               check (state in ('waiting', 'sent', 'failed', 'void')),
  reason     text        check (reason in ('no-address', 'address-refused', 'server-away', 'too-late')),
  -- How often it was begun, and not before when it is begun again: whoever begins moves it on, so that
  -- what was cut off in between is taken up by whoever comes next. Machine time, as is settled_at.
  tries      integer     not null default 0,
  next_try   timestamptz not null default now(),
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  primary key (clinic_id, letter_id),
  unique (clinic_id, version, occasion, day),
  check ((state = 'waiting') = (settled_at is null))
);
select migration.isolate('letter.letter');
grant select, insert, update (state, reason, tries, next_try, settled_at) on letter.letter
  to sentinel_app;
create index letter_waiting on letter.letter (clinic_id, next_try) where state = 'waiting';
