package dk.sentinel.infra.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One-time codes against the table of RFC 6238, appendix B (SHA-1; the last six of eight digits).
 */
final class TotpTest {
  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  @ParameterizedTest
  @CsvSource({
    "59, 94287082",
    "1111111109, 07081804",
    "1111111111, 14050471",
    "1234567890, 89005924",
    "2000000000, 69279037",
    "20000000000, 65353130"
  })
  void codes_are_those_of_the_rfc(long second, String eightDigits) {
    assertThat(Totp.code(SECRET, Instant.ofEpochSecond(second)))
        .isEqualTo(eightDigits.substring(2));
  }

  @ParameterizedTest
  @CsvSource({"0, 30", "1, 29", "29, 1", "30, 30"})
  void a_code_is_good_until_the_next_half_minute(long second, int left) {
    assertThat(Totp.secondsLeft(Instant.ofEpochSecond(second))).isEqualTo(left);
  }
}
