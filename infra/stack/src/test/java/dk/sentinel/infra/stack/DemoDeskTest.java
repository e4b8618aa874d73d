package dk.sentinel.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DemoDeskTest {
  private static final DemoPeople PEOPLE =
      new DemoPeople(
          List.of(
              new DemoPeople.Person(
                  "ejer1",
                  "hemmeligt",
                  "12345678901234567890",
                  "Åse <Øst>",
                  "Havnens Fysioterapi",
                  "",
                  List.of(),
                  "Ejer",
                  "Owner")));

  @Test
  void the_page_shows_each_person_with_the_code_of_the_moment_and_fetches_the_next_in_time() {
    String page = new DemoDeskPage(PEOPLE, false).html(Instant.ofEpochSecond(59));

    assertThat(page)
        .contains("<html lang=\"da\">")
        .contains("Åse &lt;Øst>")
        .contains("<code>hemmeligt</code>")
        .contains("<code>287082</code>")
        .contains("http-equiv=\"refresh\" content=\"1\"")
        .doesNotContain("src=");
  }

  @Test
  void it_is_served_on_loopback_in_danish_and_english_and_nothing_else_is() throws Exception {
    int port = Ports.free().demoDesk();
    DemoDesk desk = new DemoDesk(port, PEOPLE);
    desk.start();
    try {
      assertThat(get(port, "/").body()).contains("Engangskode").contains("Ejer");
      assertThat(get(port, "/?lang=en").body()).contains("One-time code").contains("Owner");
      assertThat(get(port, "/").headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(get(port, "/other").statusCode()).isEqualTo(404);
      assertThat(desk.running()).isTrue();
    } finally {
      desk.stop();
    }
    assertThat(desk.running()).isFalse();
    assertThat(Ports.inUse(port)).isFalse();
  }

  @Test
  void every_demo_person_has_a_password_a_code_and_a_line_of_what_they_can_do() {
    DemoPeople people = DemoPeople.read(new Project(Path.of("../..")));

    assertThat(people.people()).isNotEmpty();
    assertThat(people.people())
        .allSatisfy(person -> {
          assertThat(person.username()).isNotBlank();
          assertThat(person.password()).isNotBlank();
          assertThat(person.danish()).isNotBlank();
          assertThat(person.english()).isNotBlank();
        });
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
