package dk.sentinel.api.isolation;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of design.md section 6 as queries on PostgreSQL's own catalogue. Each answers with what
 * breaks it, so an empty answer is what we want and a planted breach must show up.
 */
final class Catalogue {
  private static final String OURS =
      "n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'migration', 'public')"
          + " and n.nspname not like 'pg_temp%' and n.nspname not like 'pg_toast%'";

  /** Tables without the mark of a reference table. */
  private static final String TENANT =
      "c.relkind in ('r', 'p') and "
          + OURS
          + " and coalesce(obj_description(c.oid, 'pg_class'), '') not like 'reference:%'";

  /** What goes when a clinic's agreement has ended. */
  private static final String ERASED =
      "'databank.receipt', 'databank.source_record', 'databank.patient',"
          + " 'databank.diagnosis_event', 'databank.encounter', 'databank.service',"
          + " 'databank.referral', 'privacy.subject', 'privacy.subject_key',"
          + " 'privacy.clinic_key', 'tenancy.invitation', 'letter.address'";

  private static final Map<String, String> RULES = rules();

  private Catalogue() {}

  private static Map<String, String> rules() {
    Map<String, String> rules = new LinkedHashMap<>();
    rules.put(
        // the queue's rows are entries, which have such a key; ids are random, nobody foresees one
        "a tenant table has clinic_id first in its primary key",
        "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            + " where "
            + TENANT
            + " and c.oid <> 'audit.pending'::regclass"
            + " and not exists (select 1 from pg_constraint k where k.conrelid = c.oid"
            + " and k.contype = 'p' and (select a.attname from pg_attribute a"
            + " where a.attrelid = c.oid and a.attnum = k.conkey[1]) = 'clinic_id')");
    rules.put(
        "unique and foreign keys of a tenant table begin with clinic_id, unless they lead to a"
            + " reference table",
        "select c.oid::regclass || '.' || k.conname from pg_constraint k"
            + " join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace"
            + " where "
            + TENANT
            + " and k.contype in ('u', 'f') and (select a.attname from pg_attribute a"
            + " where a.attrelid = c.oid and a.attnum = k.conkey[1]) <> 'clinic_id'"
            + " and (k.contype = 'u' or coalesce(obj_description(k.confrelid, 'pg_class'), '')"
            + " not like 'reference:%')");
    rules.put(
        "row-level security is on and forced",
        "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            + " where "
            + TENANT
            + " and not (c.relrowsecurity and c.relforcerowsecurity)");
    rules.put(
        "the tenant policy reads sentinel.clinic, for reading and for writing",
        "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            + " where "
            + TENANT
            + " and not exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polcmd ="
            + " '*' and pg_get_expr(p.polqual, c.oid) like"
            + " '%NULLIF(current_setting(''sentinel.clinic''%' and pg_get_expr(p.polwithcheck,"
            + " c.oid) like '%NULLIF(current_setting(''sentinel.clinic''%')");
    rules.put(
        "no other policy lets the application role see more",
        "select c.oid::regclass || '.' || p.polname from pg_policy p"
            + " join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace"
            + " where "
            + OURS
            + " and p.polpermissive and pg_get_expr(p.polqual, c.oid) not like '%sentinel.clinic%'"
            + " and (0 = any (p.polroles) or 'sentinel_app'::regrole = any (p.polroles))");
    rules.put(
        "a reference table has no clinic's data: at most the clinic's id",
        "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            + " where c.relkind in ('r', 'p') and "
            + OURS
            + " and obj_description(c.oid, 'pg_class') like 'reference:%'"
            + " and has_table_privilege('sentinel_app', c.oid, 'select')"
            + " and exists (select 1 from pg_attribute a where a.attrelid = c.oid"
            + " and a.attname = 'clinic_id')");
    rules.put(
        "no role of the product owns a table or bypasses its security",
        "select rolname::text from pg_roles where rolname like 'sentinel\\_%'"
            + " and (rolsuper or rolbypassrls or rolcreaterole or (rolname <> 'sentinel_owner'"
            + " and exists (select 1 from pg_class where relowner = pg_roles.oid)))");
    rules.put(
        "no view reads with its owner's rights",
        "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            + " where c.relkind in ('v', 'm') and "
            + OURS
            + " and not coalesce('security_invoker=true' = any (c.reloptions), false)");
    rules.put(
        "no function runs with its owner's rights",
        "select p.oid::regprocedure::text from pg_proc p join pg_namespace n"
            + " on n.oid = p.pronamespace where p.prosecdef and n.nspname <> 'pg_catalog'");
    rules.put(
        "audit and signature tables cannot be changed by the application roles",
        "select r.rolname || ' on ' || c.oid::regclass from pg_class c"
            + " join pg_namespace n on n.oid = c.relnamespace"
            + " cross join (values ('sentinel_app'), ('sentinel_sequencer'),"
            + " ('sentinel_directory'), ('sentinel_statistics'), ('sentinel_eraser')) r (rolname)"
            + " where c.oid::regclass::text in ('audit.entry', 'audit.leaf', 'audit.tile',"
            + " 'audit.checkpoint', 'agreement.signature', 'agreement.document',"
            + " 'agreement.seal',"
            + " 'agreement.power_of_attorney', 'agreement.power_holder',"
            + " 'agreement.power_step',"
            + " 'agreement.consent_event', 'agreement.objection_event',"
            + " 'agreement.template', 'agreement.publication', 'privacy.enrolment_event',"
            + " 'tenancy.activation_event', 'tenancy.access_review',"
            + " 'tenancy.access_review_line', 'ending.termination_event',"
            + " 'ending.deletion_step')"
            + " and (has_table_privilege(r.rolname, c.oid, 'update')"
            + " or has_table_privilege(r.rolname, c.oid, 'delete')"
            + " or has_table_privilege(r.rolname, c.oid, 'truncate'))");
    rules.put(
        "nobody but the sequencer, the keys' room and the eraser may delete",
        "select r.rolname || ' on ' || c.oid::regclass from pg_class c"
            + " join pg_namespace n on n.oid = c.relnamespace"
            + " cross join (values ('sentinel_app'), ('sentinel_sequencer'),"
            + " ('sentinel_directory'), ('sentinel_statistics'), ('sentinel_eraser')) r (rolname)"
            + " where c.relkind in ('r', 'p') and "
            + OURS
            + " and has_table_privilege(r.rolname, c.oid, 'delete') and (r.rolname,"
            + " c.oid::regclass::text) not in (('sentinel_sequencer', 'audit.pending'),"
            + " ('sentinel_app', 'privacy.subject_key'))"
            + " and not (r.rolname = 'sentinel_eraser' and c.oid::regclass::text in ("
            + ERASED
            + "))");
    rules.put(
        "the eraser deletes only what a clinic leaves whose deletion has begun",
        "select c.oid::regclass::text from pg_class c"
            + " where c.oid::regclass::text in ("
            + ERASED
            + ") and not exists (select 1 from pg_policy p where p.polrelid = c.oid"
            + " and not p.polpermissive and p.polcmd = 'd'"
            + " and p.polroles = array['sentinel_eraser'::regrole::oid]"
            + " and pg_get_expr(p.polqual, c.oid) like '%ending.state_of(%''deletion-begun''%')");
    rules.put(
        "the eraser reads and changes nothing but what it deletes or ends",
        "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            + " where c.relkind in ('r', 'p', 'v', 'm') and "
            + OURS
            + " and (has_any_column_privilege('sentinel_eraser', c.oid, 'select, update')"
            + " or has_table_privilege('sentinel_eraser', c.oid, 'truncate'))"
            + " and c.oid::regclass::text not in ("
            + ERASED
            + ", 'tenancy.member', 'tenancy.ydernummer', 'tenancy.ydernummer_holder',"
            + " 'tenancy.organization', 'privacy.permission', 'ending.termination_event',"
            + " 'ending.deletion_step')");
    rules.put(
        "nobody but its owner reads or moves a sequence: it counts for all clinics",
        "select r.rolname || ' on ' || c.oid::regclass from pg_class c"
            + " join pg_namespace n on n.oid = c.relnamespace"
            + " cross join (values ('sentinel_app'), ('sentinel_sequencer'),"
            + " ('sentinel_directory'), ('sentinel_statistics'), ('sentinel_eraser')) r (rolname)"
            + " where c.relkind = 'S' and "
            + OURS
            + " and has_sequence_privilege(r.rolname, c.oid, 'usage, select, update')");
    rules.put(
        "a function is run by those it was granted to, not by everyone",
        "select p.oid::regprocedure::text from pg_proc p join pg_namespace n"
            + " on n.oid = p.pronamespace where "
            + OURS
            + " and p.prorettype <> 'trigger'::regtype and (p.proacl is null or exists ("
            + " select from aclexplode(p.proacl) a where a.grantee = 0))");
    return rules;
  }

  /** The names of the rules, in order. */
  static List<String> ruleNames() {
    return List.copyOf(RULES.keySet());
  }

  /** What breaks a rule, as the catalogue names it; empty when nothing does. */
  static List<String> breaches(Connection connection, String rule) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(RULES.getOrDefault(rule, "select rule"))) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  /** Every view. */
  static List<String> views(Connection connection) throws SQLException {
    return names(connection, "c.relkind in ('v', 'm') and " + OURS);
  }

  /** Every tenant table with its columns that a row must have. */
  static List<String> tenantTables(Connection connection) throws SQLException {
    return names(connection, TENANT);
  }

  private static List<String> names(Connection connection, String which) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select c.oid::regclass::text from pg_class c join pg_namespace n"
                    + " on n.oid = c.relnamespace where "
                    + which
                    + " order by 1")) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}
