package dk.sentinel.api;

import org.flywaydb.core.Flyway;

/**
 * The proof that the database has all tables: whoever needs a connection asks for one of these
 * first. Migrations run as the owner, at start only, compliance before api, each room with a
 * history of its own.
 *
 * @param compliance how many scripts ran for the room compliance
 * @param api how many scripts ran for the room api
 */
record Migrated(int compliance, int api) {
  static Migrated migrate(SentinelSettings.Database database) {
    return new Migrated(migrate(database, "compliance"), migrate(database, "api"));
  }

  private static int migrate(SentinelSettings.Database database, String room) {
    return Flyway.configure()
        .dataSource(
            "jdbc:postgresql://%s:%d/%s"
                .formatted(database.host(), database.port(), database.name()),
            "sentinel_owner",
            database.ownerPassword())
        .locations("classpath:db/" + room)
        .defaultSchema("migration")
        .table(room + "_history")
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .connectRetries(3)
        .outputQueryResults(false)
        .load()
        .migrate()
        .migrationsExecuted;
  }
}
