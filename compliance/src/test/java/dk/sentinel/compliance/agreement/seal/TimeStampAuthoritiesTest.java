package dk.sentinel.compliance.agreement.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dk.sentinel.infra.authority.LocalAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TimeStampAuthoritiesTest {
  private static final Duration PATIENCE = Duration.ofMillis(700);
  private static final byte[] HASH = new byte[32];

  @TempDir private Path directory;

  @Test
  void a_time_stamp_holds_the_hash_and_the_moment() throws Exception {
    try (LocalAuthority authority = LocalAuthority.start(directory, 0)) {
      byte[] token = authorities(authority.timeStamps()).stamp(HASH);
      TimeStampToken read = new TimeStampToken(new CMSSignedData(token));
      assertThat(read.getTimeStampInfo().getMessageImprintDigest()).isEqualTo(HASH);
      assertThat(read.getTimeStampInfo().getGenTime().toInstant())
          .isBetween(Instant.now().minusSeconds(60), Instant.now());
    }
  }

  @Test
  void an_authority_that_is_down_or_silent_is_passed_over_and_then_asked_last() throws Exception {
    try (LocalAuthority authority = LocalAuthority.start(directory, 0);
        ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      TimeStampAuthorities authorities =
          authorities(
              URI.create("http://127.0.0.1:" + free()),
              URI.create("http://127.0.0.1:" + silent.getLocalPort()),
              authority.timeStamps());
      assertThat(authorities.stamp(HASH)).isNotEmpty();
      long begun = System.nanoTime();
      assertThat(authorities.stamp(HASH)).isNotEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PATIENCE);
    }
  }

  @Test
  void without_any_authority_it_says_why_for_each() throws Exception {
    TimeStampAuthorities authorities =
        authorities(
            URI.create("http://127.0.0.1:" + free()), URI.create("http://localhost:" + free()));
    assertThatThrownBy(() -> authorities.stamp(HASH))
        .isInstanceOf(TimeStampAuthorities.NoTimeStampException.class)
        .hasMessageStartingWith("no time stamp: 127.0.0.1 ")
        .hasMessageContaining("; localhost ");
  }

  private static TimeStampAuthorities authorities(URI... addresses) {
    return new TimeStampAuthorities(List.of(addresses), PATIENCE, Clock.systemUTC());
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
