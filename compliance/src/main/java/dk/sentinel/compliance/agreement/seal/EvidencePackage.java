package dk.sentinel.compliance.agreement.seal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that is needed to check a signature years later without Sentinel, as one ZIP that {@code
 * sentinel-verify.jar} reads: the sealed file, the bytes that were signed, the evidence with its
 * time stamp, the issuer's keys, the certificates, and how to check it by hand. The same seal gives
 * the same bytes.
 */
public final class EvidencePackage {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private EvidencePackage() {}

  /**
   * Packs.
   *
   * @param signed the bytes that were signed
   */
  public static byte[] zip(Sealed sealed, Bytes signed) {
    JsonNode evidence = JSON.readTree(sealed.evidence().array());
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("README.da.txt", readme("da"));
    files.put("README.en.txt", readme("en"));
    files.put("sealed.pdf", sealed.pdf().array());
    files.put("document.pdf", signed.array());
    files.put("evidence.json", sealed.evidence().array());
    files.put("evidence.tst", sealed.evidenceStamp().array());
    files.put("id-token.jwt", utf8(evidence.path("idToken").asString("")));
    files.put("keys/jwks.json", JSON.writeValueAsBytes(evidence.path("jwks")));
    files.put("certificates/seal.pem", utf8(sealed.certificates()));
    files.put("certificates/trust-anchors.pem", utf8(sealed.anchors()));
    return zip(files, sealed.sealedAt().toEpochMilli());
  }

  private static byte[] zip(Map<String, byte[]> files, long at) {
    ByteArrayOutputStream made = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(made)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTime(at);
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a ZIP in memory cannot fail", e);
    }
    return made.toByteArray();
  }

  private static byte[] readme(String language) {
    String name = "evidence-readme." + language + ".txt";
    try (InputStream in = EvidencePackage.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
