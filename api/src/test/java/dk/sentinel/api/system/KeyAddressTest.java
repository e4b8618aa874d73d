package dk.sentinel.api.system;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.SentinelSettings;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a vendor names as the address of its keys leads to the public internet or nowhere. */
final class KeyAddressTest {
  @Test
  void an_https_address_with_a_name_is_taken() {
    assertThat(KeyAddress.of("https://keys.systemhus.example/jwks.json", false)).isPresent();
    assertThat(KeyAddress.of("https://keys.systemhus.example:8443/a?b=c", false)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://keys.systemhus.example/jwks.json",
        "ftp://keys.systemhus.example/",
        "file:///etc/passwd",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://017700000001/",
        "https://10.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://localhost/",
        "https://keycloak:8180/",
        "https://user:word@keys.systemhus.example/",
        "https://keys.systemhus.example/#x",
        "https:///nothing",
        "https://keys.systemhus.example\\@10.0.0.1/",
        "",
        "x"
      })
  void other_addresses_are_refused(String address) {
    assertThat(KeyAddress.of(address, false)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.9.9.9",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2001:db8::1",
        "2001::1",
        "2002:a00:1::1",
        "100::1"
      })
  void addresses_of_no_public_network_are_never_connected_to(String address) {
    assertThat(PublicAddresses.isPublic(InetAddress.ofLiteral(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "130.225.1.1", "172.32.0.1", "2a00:1450:400f::1"})
  void addresses_of_the_public_internet_are(String address) {
    assertThat(PublicAddresses.isPublic(InetAddress.ofLiteral(address))).isTrue();
  }

  /** The machine's own name is one that leads home. */
  @Test
  void in_production_a_name_that_leads_home_is_not_followed() throws Exception {
    KeyFetch fetch =
        new KeyFetch(
            new SentinelSettings(
                SentinelSettings.Environment.PRODUCTION,
                java.net.URI.create("https://sign-in.example/realms/sentinel"),
                new SentinelSettings.Database("", 0, "", "", "", "", "", "", "", 1),
                new SentinelSettings.BusinessClock(Duration.ZERO),
                new SentinelSettings.Platform(Set.of(), Set.of()),
                new SentinelSettings.Processor("Sentinel-enheden", "12345674"),
                Set.of()));
    try (var server = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(1_000);
      var address =
          new KeyAddress(java.net.URI.create("http://localhost:" + server.getLocalPort() + "/"));
      assertThat(fetch.from(address).blockOptional(Duration.ofSeconds(20))).isEmpty();
      org.assertj.core.api.Assertions.assertThatThrownBy(server::accept)
          .isInstanceOf(java.net.SocketTimeoutException.class);
    } finally {
      fetch.destroy();
    }
  }
}
