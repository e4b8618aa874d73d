package dk.sentinel.compliance.agreement.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dk.sentinel.compliance.keys.SoftToken;
import dk.sentinel.infra.authority.LocalAuthority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Seal keys in a file and in a token. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SealKeyTest {
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

  private LocalAuthority authority;
  private Path file;
  private List<X509Certificate> certificates;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    authority = LocalAuthority.start(directory, 0);
    file = directory.resolve("seal-signing.key");
    certificates = SealCertificates.read(directory.resolve("seal-certificates.pem"));
  }

  @AfterAll
  void stop() {
    authority.close();
  }

  @Test
  void a_key_in_a_file_signs_as_its_certificate_says() throws Exception {
    FileSealKey key = FileSealKey.open(file, certificates);
    assertThat(holds(key.sign(MESSAGE))).isTrue();
    assertThat(key.toString()).startsWith("FileSealKey of ").doesNotContain("PrivateKey");
  }

  @Test
  void a_key_that_is_not_the_certificates_is_refused() throws Exception {
    List<X509Certificate> others = List.of(certificates.getLast());
    assertThatThrownBy(() -> FileSealKey.open(file, others))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () -> SealCertificates.mustFit(certificates.getFirst(), MESSAGE, new byte[384]))
        .hasMessage("the seal's key and certificate do not fit");
  }

  @Test
  void a_key_in_a_token_signs_without_leaving_it(@TempDir Path directory) throws Exception {
    SoftToken token = SoftToken.forSeal();
    bring(token.slot());
    Pkcs11SealKey key =
        Pkcs11SealKey.open(
            new Pkcs11SealKey.Place(SoftToken.LIBRARY, token.slot(), "seal"),
            SoftToken.PIN.toCharArray(),
            certificates);
    assertThat(holds(key.sign(MESSAGE))).isTrue();
    assertThatThrownBy(() ->
            Pkcs11SealKey.open(
                new Pkcs11SealKey.Place(SoftToken.LIBRARY, token.slot(), "other"),
                SoftToken.PIN.toCharArray(),
                certificates))
        .hasMessage("no key with a certificate and the label other in the token");
  }

  private void bring(long slot) throws Exception {
    Provider module =
        Security.getProvider("SunPKCS11")
            .configure("--name=Bring\nlibrary=%s\nslot=%d\n".formatted(SoftToken.LIBRARY, slot));
    KeyStore store = KeyStore.getInstance("PKCS11", module);
    store.load(null, SoftToken.PIN.toCharArray());
    PrivateKey key =
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(file)));
    store.setKeyEntry("seal", key, null, new Certificate[] {certificates.getFirst()});
  }

  private boolean holds(byte[] signed) throws Exception {
    Signature check = Signature.getInstance("SHA256withRSA");
    check.initVerify(certificates.getFirst().getPublicKey());
    check.update(MESSAGE);
    return check.verify(signed);
  }
}
