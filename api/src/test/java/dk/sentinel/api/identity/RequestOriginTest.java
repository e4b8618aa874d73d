package dk.sentinel.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose word counts when a request says where it comes from. */
final class RequestOriginTest {
  private static final Set<String> TRUSTED = Set.of("127.0.0.1", "10.0.0.7");

  @Test
  void a_stranger_is_not_believed() {
    assertThat(client("203.0.113.9", "198.51.100.1")).isEqualTo("203.0.113.9");
  }

  @Test
  void a_trusted_proxy_says_for_whom_it_asks() {
    assertThat(client("127.0.0.1", "198.51.100.1")).isEqualTo("198.51.100.1");
    assertThat(client("127.0.0.1", "198.51.100.1", "10.0.0.7")).isEqualTo("198.51.100.1");
    assertThat(client("127.0.0.1")).isEqualTo("127.0.0.1");
  }

  @Test
  void what_a_stranger_told_the_proxy_is_not_believed() {
    assertThat(client("127.0.0.1", "192.0.2.66, 198.51.100.1")).isEqualTo("198.51.100.1");
  }

  @Test
  void what_is_no_address_is_left_out() {
    assertThat(client("127.0.0.1", "Anna Hansen 010190-1234")).isEqualTo("127.0.0.1");
    assertThat(client("127.0.0.1", "evil.example, 10.0.0.7")).isEqualTo("10.0.0.7");
  }

  private static String client(String peer, String... forwarded) {
    return RequestOrigin.client(peer, List.of(forwarded), TRUSTED::contains);
  }
}
