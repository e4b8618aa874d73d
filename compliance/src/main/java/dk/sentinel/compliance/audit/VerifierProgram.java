package dk.sentinel.compliance.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The program with which an auditor checks a log without us, {@code sentinel-verify.jar}: the same
 * bytes for everyone who builds the same sources.
 */
public final class VerifierProgram {
  private final byte[] jar;
  private final String sha256;

  private VerifierProgram(byte[] jar, String sha256) {
    this.jar = jar;
    this.sha256 = sha256;
  }

  /** Reads it from the class path, where the build puts it. */
  public static VerifierProgram packaged() {
    try (InputStream stream = VerifierProgram.class.getResourceAsStream("sentinel-verify.jar")) {
      if (stream == null) {
        throw new IllegalStateException("built without sentinel-verify.jar");
      }
      byte[] jar = stream.readAllBytes();
      return new VerifierProgram(
          jar, HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar)));
    } catch (IOException e) {
      throw new UncheckedIOException("sentinel-verify.jar cannot be read", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The jar's bytes. */
  public byte[] jar() {
    return jar.clone();
  }

  /** Their SHA-256 in lower-case hex. */
  public String sha256() {
    return sha256;
  }
}
