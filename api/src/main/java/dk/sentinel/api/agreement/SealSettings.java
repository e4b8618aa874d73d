package dk.sentinel.api.agreement;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * With what signed agreements are sealed. All of it or nothing: without, signatures wait for their
 * seal, which production does not allow.
 *
 * @param key the file of the seal's key, PKCS#8; null when a hardware module has it
 * @param pkcs11 where the key is when a hardware module has it; null when it is a file
 * @param certificates PEM: the seal's certificate, then each issuer
 * @param formerCertificates PEM: certificates that sealed before; null when there are none
 * @param trustAnchors PEM: the authorities that are trusted, for the seal and for time stamps
 * @param timeStampAuthorities where RFC 3161 time stamps are asked for, in this order
 * @param patience with each authority
 * @param pause until the next look for signatures
 */
@ConfigurationProperties("sentinel.seal")
record SealSettings(
    @Nullable Path key,
    @Nullable Pkcs11 pkcs11,
    @Nullable Path certificates,
    @Nullable Path formerCertificates,
    @Nullable Path trustAnchors,
    @DefaultValue List<URI> timeStampAuthorities,
    @DefaultValue("5s") Duration patience,
    @DefaultValue("1s") Duration pause) {

  /**
   * A hardware module, which also holds the certificate.
   *
   * @param library the vendor's PKCS#11 library
   * @param slot number of the token's slot
   * @param label of key and certificate
   * @param pinFile holds the user's PIN; readable by this process only
   */
  record Pkcs11(Path library, long slot, String label, Path pinFile) {}

  /** The names of the settings that are not made. */
  List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (key == null && pkcs11 == null) {
      missing.add("sentinel.seal.key or sentinel.seal.pkcs11");
    }
    if (certificates == null) {
      missing.add("sentinel.seal.certificates");
    }
    if (trustAnchors == null) {
      missing.add("sentinel.seal.trust-anchors");
    }
    if (timeStampAuthorities.isEmpty()) {
      missing.add("sentinel.seal.time-stamp-authorities");
    }
    return missing;
  }

  /** Refuses to go on with half of it, and in production without it. */
  void mustSuffice(boolean synthetic) {
    List<String> missing = missing();
    boolean none = missing.size() == 4;
    if (!missing.isEmpty() && !(none && synthetic)) {
      throw new IllegalStateException(
          "signed agreements cannot be sealed: set " + String.join(", ", missing));
    }
  }
}
