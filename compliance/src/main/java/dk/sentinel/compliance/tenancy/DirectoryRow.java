package dk.sentinel.compliance.tenancy;

import io.r2dbc.spi.Readable;
import java.util.Objects;
import java.util.UUID;

/** What rows read under the directory's role have in common. */
final class DirectoryRow {
  private DirectoryRow() {}

  /** The row's clinic, of which it has all that the directory knows. */
  static TenantDirectory.Clinic clinic(Readable row) {
    return new TenantDirectory.Clinic(
        tenant(row),
        text(row, "cvr"),
        text(row, "name"),
        text(row, "region"),
        row.get("network", String.class));
  }

  /** The id of the row's clinic. */
  static TenantId tenant(Readable row) {
    return new TenantId(id(row, "clinic_id"));
  }

  static UUID id(Readable row, String column) {
    return Objects.requireNonNull(row.get(column, UUID.class));
  }

  static String text(Readable row, String column) {
    return Objects.requireNonNull(row.get(column, String.class));
  }
}
