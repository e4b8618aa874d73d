package dk.sentinel.api.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Promise 9, nothing lost and nothing half done, when a transaction dies in the middle. */
final class KilledTransactionTest extends FhirDoor {
  private static final String WAITING =
      "from pg_stat_activity where datname = current_database() and usename = 'sentinel_app'"
          + " and wait_event_type = 'Lock'";

  @Test
  void a_killed_transaction_leaves_nothing_behind_and_sending_again_completes_it()
      throws Exception {
    TestClinic clinic = openClinic("99000007", "061410");
    TestBundle bundle =
        TestBundle.of("061410").patient("p-kill", "6101801234", "female", "1980-01-01");
    for (int i = 0; i < 300; i++) {
      bundle.procedure("s-kill-" + i, "p-kill", "0111", daysAgo(1 + i % 50));
    }
    int entriesBefore = entries(clinic.id()).size();
    Answer cut;
    try (Connection holder = database().connectAsSuperuser();
        Statement hold = holder.createStatement()) {
      holder.setAutoCommit(false);
      // The entries are written last: whoever waits for this table has written all rows before.
      hold.execute("lock table audit.entry in share mode");
      CompletableFuture<Answer> sending = CompletableFuture.supplyAsync(() -> send(bundle));
      awaitWaiting();
      assertThat(count("select count(pg_terminate_backend(pid)) " + WAITING)).isPositive();
      cut = sending.get(60, TimeUnit.SECONDS);
      holder.rollback();
    }
    assertThat(cut.status()).as(cut.body()).isEqualTo(503);
    assertThat(rows(clinic)).isZero();
    assertThat(entries(clinic.id())).hasSize(entriesBefore);

    Answer again = send(bundle);
    assertThat(again.status()).as(again.body()).isEqualTo(200);
    assertThat(again.stored("Procedure")).isEqualTo(300);
    assertThat(rows(clinic)).isEqualTo(301);
    assertThat(send(bundle).unchanged("Procedure")).isEqualTo(300);
  }

  @Test
  void two_deliveries_of_the_same_bundle_at_once_store_it_once() throws Exception {
    TestClinic clinic = openClinic("99000015", "061420");
    TestBundle bundle =
        TestBundle.of("061420").patient("p-race", "6101801234", "female", "1980-01-01");
    for (int i = 0; i < 50; i++) {
      bundle.procedure("s-race-" + i, "p-race", "0111", daysAgo(1 + i));
    }
    CompletableFuture<Answer> one = CompletableFuture.supplyAsync(() -> send(bundle));
    CompletableFuture<Answer> two = CompletableFuture.supplyAsync(() -> send(bundle));
    assertThat(one.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
    assertThat(two.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
    assertThat(one.get().stored("Procedure") + two.get().stored("Procedure")).isEqualTo(50);
    assertThat(rows(clinic)).isEqualTo(51);
  }

  private void awaitWaiting() throws InterruptedException, SQLException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (count("select count(*) " + WAITING) == 0) {
      assertThat(System.nanoTime()).as("the transaction should be waiting").isLessThan(end);
      Thread.sleep(20);
    }
  }
}
