package dk.sentinel.compliance.agreement.seal;

import dk.sentinel.compliance.agreement.Sha256;

/** Bytes that nobody changes. */
public final class Bytes {
  private final byte[] bytes;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** These bytes; the caller no longer touches the array. */
  static Bytes of(byte[] bytes) {
    return new Bytes(bytes);
  }

  /** The array itself, to be read only. */
  public byte[] array() {
    return bytes;
  }

  /** Their hash. */
  public Sha256 sha256() {
    return Sha256.of(bytes);
  }
}
