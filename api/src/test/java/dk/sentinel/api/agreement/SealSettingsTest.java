package dk.sentinel.api.agreement;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SealSettingsTest {
  private static final Path FILE = Path.of("file");
  private static final List<URI> AUTHORITIES = List.of(URI.create("https://stamps.example"));

  @Test
  void production_does_not_start_without_something_to_seal_with() {
    assertThatThrownBy(() -> settings(null, null, null, List.of()).mustSuffice(false))
        .hasMessage(
            "signed agreements cannot be sealed: set sentinel.seal.key or sentinel.seal.pkcs11,"
                + " sentinel.seal.certificates, sentinel.seal.trust-anchors,"
                + " sentinel.seal.time-stamp-authorities");
    assertThatCode(() -> settings(FILE, FILE, FILE, AUTHORITIES).mustSuffice(false))
        .doesNotThrowAnyException();
  }

  @Test
  void half_of_it_is_refused_everywhere_and_nothing_in_production_only() {
    assertThatThrownBy(() -> settings(FILE, FILE, FILE, List.of()).mustSuffice(true))
        .hasMessageEndingWith("set sentinel.seal.time-stamp-authorities");
    assertThatThrownBy(() -> settings(FILE, null, FILE, AUTHORITIES).mustSuffice(true))
        .hasMessageEndingWith("set sentinel.seal.certificates");
    assertThatCode(() -> settings(null, null, null, List.of()).mustSuffice(true))
        .doesNotThrowAnyException();
  }

  private static SealSettings settings(
      @Nullable Path key,
      @Nullable Path certificates,
      @Nullable Path anchors,
      List<URI> authorities) {
    Duration second = Duration.ofSeconds(1);
    return new SealSettings(key, null, certificates, null, anchors, authorities, second, second);
  }
}
