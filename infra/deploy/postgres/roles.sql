-- The six roles of Sentinel's database. Run as superuser, again and again without harm.
-- Passwords are set apart from this file. None of them may bypass row-level security.
do $$
declare
  role_name text;
begin
  foreach role_name in array array[
    'sentinel_owner',       -- migrates; owns schemas and tables
    'sentinel_app',         -- works for one clinic at a time
    'sentinel_sequencer',   -- numbers audit entries and ships them
    'sentinel_directory',   -- finds out which clinic a person, system or ydernummer belongs to
    'sentinel_statistics',  -- reads what the statistics bank needs
    'sentinel_eraser'       -- deletes what a clinic leaves when its agreement has ended
  ] loop
    begin
      execute format('create role %I', role_name);
    exception when duplicate_object or unique_violation then
      null;
    end;
    execute format(
      'alter role %I login nosuperuser nocreatedb nocreaterole noreplication nobypassrls', role_name);
  end loop;
end
$$;
