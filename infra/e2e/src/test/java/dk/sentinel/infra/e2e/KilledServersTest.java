package dk.sentinel.infra.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Promise 9, nothing lost: servers are killed at random moments while a practice system sends, and
 * afterwards the books must balance. The launcher brings each server back, as an operator would.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KilledServersTest {
  /** Ten seconds each on two processors; {@code -Dsentinel.kills=50} for a long evening. */
  private static final int ROUNDS = Integer.getInteger("sentinel.kills", 12);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Random moments = new Random(20261121);
  private RunningStack stack;
  private Books books;

  @BeforeAll
  void startEverything() throws Exception {
    stack = RunningStack.shared();
    books = new Books(stack);
  }

  @Test
  void the_api_killed_again_and_again_loses_and_doubles_nothing() throws Exception {
    try (Senders senders = Senders.at(stack)) {
      for (int round = 0; round < ROUNDS; round++) {
        untilOneMoreIsAccepted(senders);
        TimeUnit.MILLISECONDS.sleep(moments.nextInt(900));
        stack.kill("api");
      }
      untilTheApiAnswers();
      List<Senders.Accepted> accepted = senders.stop();
      assertThat(accepted.size()).isGreaterThanOrEqualTo(ROUNDS);
      assertThat(senders.interrupted()).isGreaterThan(ROUNDS);
      books.balance(accepted);
      assertThat(accepted.stream().limit(20)).allMatch(one -> senders.newWhenSentAgain(one) == 0);
      books.balanceSearchableCopy();
    }
  }

  @Test
  void postgresql_killed_under_load_loses_and_doubles_nothing() throws Exception {
    try (Senders senders = Senders.at(stack)) {
      for (int round = 0; round < 5; round++) {
        TimeUnit.MILLISECONDS.sleep(1_000 + moments.nextInt(1_000));
        stack.kill("postgres");
        TimeUnit.SECONDS.sleep(2);
        untilTheApiAnswers();
      }
      List<Senders.Accepted> accepted = senders.stop();
      assertThat(accepted).isNotEmpty();
      books.balance(accepted);
      assertThat(accepted.stream().limit(20)).allMatch(one -> senders.newWhenSentAgain(one) == 0);
      books.balanceSearchableCopy();
    }
  }

  @Test
  void opensearch_killed_and_wiped_is_filled_again_from_postgresql() throws Exception {
    try (Senders senders = Senders.at(stack)) {
      for (int round = 0; round < 3; round++) {
        until(stack.openSearch() + "/");
        TimeUnit.MILLISECONDS.sleep(500 + moments.nextInt(1_500));
        stack.kill("opensearch");
      }
      List<Senders.Accepted> accepted = senders.stop();
      assertThat(accepted).as("acts go on without OpenSearch").isNotEmpty();
      books.balance(accepted);
      until(stack.openSearch() + "/");
      wipe();
      books.balanceSearchableCopy();
    }
  }

  private void wipe() throws Exception {
    HttpResponse<String> wiped =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(stack.openSearch() + "/_data_stream/sentinel-audit"))
                    .DELETE()
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(wiped.statusCode()).isEqualTo(200);
  }

  /** On a slow machine the API needs a while to get going: a kill must find it at work. */
  private void untilOneMoreIsAccepted(Senders senders) throws Exception {
    untilTheApiAnswers();
    int before = senders.accepted();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (senders.accepted() == before) {
      assertThat(System.nanoTime()).as("nothing is accepted").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private void untilTheApiAnswers() throws Exception {
    until(stack.api() + "/readyz");
  }

  private static void until(String address) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers(address)) {
      assertThat(System.nanoTime()).as(address).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static boolean answers(String address) throws InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
      return http.send(
                  HttpRequest.newBuilder(URI.create(address))
                      .timeout(Duration.ofSeconds(5))
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    }
  }
}
