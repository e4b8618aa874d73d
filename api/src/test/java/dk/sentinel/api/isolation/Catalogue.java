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

  private static final Map<String, String> RULES = rules();

  private Catalogue() {}

  private static Map<String, String> rules() {
    Map<String, String> rules = new LinkedHashMap<>();
    rules.put(
        "a tenant table has clinic_id first in its primary key",
        "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            + " where "
            + TENANT
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
            + " ('sentinel_directory'), ('sentinel_statistics')) r (rolname)"
            + " where c.oid::regclass::text in ('audit.entry', 'audit.leaf', 'audit.tile',"
            + " 'audit.checkpoint', 'agreement.signature', 'agreement.document',"
            + " 'agreement.seal',"
            + " 'agreement.consent_event', 'agreement.objection_event',"
            + " 'agreement.template', 'agreement.publication', 'privacy.enrolment_event',"
            + " 'tenancy.activation_event', 'tenancy.access_review',"
            + " 'tenancy.access_review_line')"
            + " and (has_table_privilege(r.rolname, c.oid, 'update')"
            + " or has_table_privilege(r.rolname, c.oid, 'delete')"
            + " or has_table_privilege(r.rolname, c.oid, 'truncate'))");
    rules.put(
        "nobody but the sequencer and the keys' room may delete",
        "select r.rolname || ' on ' || c.oid::regclass from pg_class c"
            + " join pg_namespace n on n.oid = c.relnamespace"
            + " cross join (values ('sentinel_app'), ('sentinel_sequencer'),"
            + " ('sentinel_directory'), ('sentinel_statistics')) r (rolname)"
            + " where c.relkind in ('r', 'p') and "
            + OURS
            + " and has_table_privilege(r.rolname, c.oid, 'delete') and (r.rolname,"
            + " c.oid::regclass::text) not in (('sentinel_sequencer', 'audit.pending'),"
            + " ('sentinel_app', 'privacy.subject_key'))");
    rules.put(
        "nobody but its owner reads or moves a sequence: it counts for all clinics",
        "select r.rolname || ' on ' || c.oid::regclass from pg_class c"
            + " join pg_namespace n on n.oid = c.relnamespace"
            + " cross join (values ('sentinel_app'), ('sentinel_sequencer'),"
            + " ('sentinel_directory'), ('sentinel_statistics')) r (rolname)"
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
