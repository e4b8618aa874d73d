package dk.sentinel.api;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks through everything that a test class has stored for what may not be there: in every column
 * of every table a number that could be a CPR number, and what people had written in the messages
 * that were sent; in the audit log also the name of anybody. Tells where it was, never what it was.
 */
public final class StoredTextScan {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Ten digits that begin with a day and a month; days of replacement numbers are 60 higher. */
  private static final Pattern CPR_LIKE =
      Pattern.compile(
          "(?<![0-9A-Za-z])(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])(?:0[1-9]|1[0-2])"
              + "[0-9]{2}[- ]?[0-9]{4}(?![0-9A-Za-z])");

  /**
   * Kept as they are by law: what was signed, with the sign-in that proves it; and sealed files,
   * where the places of the seal's bytes look like anything.
   */
  private static final Set<String> ALLOWED =
      Set.of(
          "agreement.document.bytes",
          "agreement.signature.evidence",
          "agreement.seal.bytes",
          "ending.certificate.bytes");

  private final Set<String> sent = new ConcurrentSkipListSet<>();
  private final Set<String> names = new ConcurrentSkipListSet<>();

  /** Something was sent: none of what people had written in it may be stored anywhere. */
  public void sent(byte[] message) {
    try {
      sent.addAll(WrittenText.in(JSON.readTree(message)));
    } catch (JacksonException notJson) {
      // nothing of it can have been understood
    }
  }

  /** The name of somebody who works: may be stored, but not in the audit log. */
  void name(String name) {
    names.add(name);
  }

  /** Every place with something that may not be there. */
  Set<String> findings(Connection superuser) throws SQLException {
    Set<String> findings = new TreeSet<>();
    try (Statement statement = superuser.createStatement()) {
      for (String table : tables(statement)) {
        try (ResultSet rows = statement.executeQuery("select * from " + table)) {
          while (rows.next()) {
            look(table, rows, findings);
          }
        }
      }
    }
    return findings;
  }

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "select quote_ident(n.nspname) || '.' || quote_ident(c.relname) from pg_class c"
                + " join pg_namespace n on n.oid = c.relnamespace"
                + " where c.relkind in ('r', 'm') and n.nspname not in"
                + " ('pg_catalog', 'information_schema', 'pg_toast', 'migration')")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }

  private void look(String table, ResultSet rows, Set<String> findings) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    for (int at = 1; at <= columns.getColumnCount(); at++) {
      String place = table + "." + columns.getColumnName(at);
      if (ALLOWED.contains(place)) {
        continue;
      }
      boolean bytes = columns.getColumnTypeName(at).equals("bytea");
      String text = bytes ? utf8(rows.getBytes(at)) : rows.getString(at);
      if (text != null) {
        look(place, text, findings);
      }
    }
  }

  private void look(String place, String text, Set<String> findings) {
    if (CPR_LIKE.matcher(text).find()) {
      findings.add(place + ": a number like a CPR number");
    }
    if (sent.stream().anyMatch(text::contains)) {
      findings.add(place + ": what somebody wrote in a message");
    }
    if (place.startsWith("audit.") && names.stream().anyMatch(text::contains)) {
      findings.add(place + ": a name");
    }
  }

  private static String utf8(byte @Nullable [] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }
}
