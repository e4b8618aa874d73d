package dk.sentinel.compliance.audit;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * One session with a token that speaks PKCS#11 (OASIS, version 3.0; 64-bit Linux, where CK_ULONG
 * has eight bytes), reduced to what signing with an Ed25519 key needs. The library's functions are
 * called directly, because SunPKCS11 of JDK 25 has no EdDSA. A session is for one thread at a time:
 * callers take turns.
 */
final class Pkcs11Token {
  private static final long CKF_OS_LOCKING_OK = 2;
  private static final long CKF_SERIAL_SESSION = 4;
  private static final long CKU_USER = 1;
  private static final long CKA_CLASS = 0;
  private static final long CKA_LABEL = 3;
  private static final long CKA_EC_POINT = 0x181;
  private static final long CKO_PUBLIC_KEY = 2;
  private static final long CKO_PRIVATE_KEY = 3;
  private static final long CKM_EDDSA = 0x1057;
  private static final long CKR_OK = Pkcs11Functions.OK;
  private static final long CKR_GENERAL_ERROR = 0x5;
  private static final long CKR_USER_ALREADY_LOGGED_IN = 0x100;
  private static final long CKR_CRYPTOKI_ALREADY_INITIALIZED = 0x191;
  private static final int ULONG = 8;
  private static final int ATTRIBUTE = 3 * ULONG;
  private static final int LABEL_LENGTH = 32;
  private static final int SIGNATURE_LENGTH = 64;

  private final Pkcs11Functions library;
  private final long session;

  private Pkcs11Token(Pkcs11Functions library, long session) {
    this.library = library;
    this.session = session;
  }

  /**
   * Opens a session for the life of the process.
   *
   * @param library the vendor's shared library
   * @param tokenLabel which token
   * @param pin the user's; not kept
   * @throws IllegalStateException with the PKCS#11 return code when the token refuses
   */
  static Pkcs11Token open(Path library, String tokenLabel, char[] pin) {
    Pkcs11Functions functions = new Pkcs11Functions(library);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment locking = arena.allocate(6L * ULONG);
      locking.set(JAVA_LONG, 4L * ULONG, CKF_OS_LOCKING_OK);
      functions.call("C_Initialize", CKR_CRYPTOKI_ALREADY_INITIALIZED, locking);
      MemorySegment session = arena.allocate(JAVA_LONG);
      functions.call(
          "C_OpenSession",
          CKR_OK,
          slot(functions, arena, tokenLabel),
          CKF_SERIAL_SESSION,
          MemorySegment.NULL,
          MemorySegment.NULL,
          session);
      Pkcs11Token token = new Pkcs11Token(functions, session.get(JAVA_LONG, 0));
      token.login(arena, pin);
      return token;
    }
  }

  private void login(Arena arena, char[] pin) {
    byte[] bytes = new String(pin).getBytes(StandardCharsets.UTF_8);
    MemorySegment given = arena.allocateFrom(JAVA_BYTE, bytes);
    library.call(
        "C_Login", CKR_USER_ALREADY_LOGGED_IN, session, CKU_USER, given, (long) bytes.length);
    given.fill((byte) 0);
    Arrays.fill(bytes, (byte) 0);
  }

  private static long slot(Pkcs11Functions library, Arena arena, String label) {
    MemorySegment count = arena.allocate(JAVA_LONG);
    library.call("C_GetSlotList", CKR_OK, (byte) 1, MemorySegment.NULL, count);
    MemorySegment slots = arena.allocate(JAVA_LONG, Math.max(1, count.get(JAVA_LONG, 0)));
    library.call("C_GetSlotList", CKR_OK, (byte) 1, slots, count);
    MemorySegment info = arena.allocate(512);
    for (int at = 0; at < count.get(JAVA_LONG, 0); at++) {
      long slot = slots.getAtIndex(JAVA_LONG, at);
      info.fill((byte) 0);
      // a token that was taken away since the library looked for tokens is not the one
      library.call("C_GetTokenInfo", CKR_GENERAL_ERROR, slot, info);
      byte[] found = info.asSlice(0, LABEL_LENGTH).toArray(JAVA_BYTE);
      if (new String(found, StandardCharsets.UTF_8).strip().equals(label)) {
        return slot;
      }
    }
    throw new IllegalStateException("no token with the label " + label);
  }

  /** The handle of the private key with this label. */
  long privateKey(String label) {
    try (Arena arena = Arena.ofConfined()) {
      return find(arena, CKO_PRIVATE_KEY, label);
    }
  }

  /** The 32 bytes of the public key with this label. */
  byte[] publicKey(String label) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(64);
      MemorySegment wanted = arena.allocate(ATTRIBUTE);
      attribute(wanted, 0, CKA_EC_POINT, value);
      library.call(
          "C_GetAttributeValue", CKR_OK, session, find(arena, CKO_PUBLIC_KEY, label), wanted, 1L);
      int length = (int) wanted.get(JAVA_LONG, 2L * ULONG);
      byte[] point = value.asSlice(0, length).toArray(JAVA_BYTE);
      // 32 bytes, or these inside a DER OCTET STRING
      return Arrays.copyOfRange(point, point.length - 32, point.length);
    }
  }

  private long find(Arena arena, long type, String label) {
    MemorySegment kind = arena.allocateFrom(JAVA_LONG, type);
    MemorySegment name = arena.allocateFrom(JAVA_BYTE, label.getBytes(StandardCharsets.UTF_8));
    MemorySegment template = arena.allocate(2L * ATTRIBUTE);
    attribute(template, 0, CKA_CLASS, kind);
    attribute(template, ATTRIBUTE, CKA_LABEL, name);
    library.call("C_FindObjectsInit", CKR_OK, session, template, 2L);
    MemorySegment handle = arena.allocate(JAVA_LONG);
    MemorySegment count = arena.allocate(JAVA_LONG);
    library.call("C_FindObjects", CKR_OK, session, handle, 1L, count);
    library.call("C_FindObjectsFinal", CKR_OK, session);
    if (count.get(JAVA_LONG, 0) == 0) {
      throw new IllegalStateException("no key with the label " + label + " in the token");
    }
    return handle.get(JAVA_LONG, 0);
  }

  /** Signs with EdDSA (pure Ed25519, as RFC 8032 and signed notes want it). */
  byte[] sign(long privateKey, byte[] message) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mechanism = arena.allocate(3L * ULONG);
      mechanism.set(JAVA_LONG, 0, CKM_EDDSA);
      MemorySegment signature = arena.allocate(SIGNATURE_LENGTH);
      MemorySegment length = arena.allocateFrom(JAVA_LONG, SIGNATURE_LENGTH);
      library.call("C_SignInit", CKR_OK, session, mechanism, privateKey);
      library.call(
          "C_Sign",
          CKR_OK,
          session,
          arena.allocateFrom(JAVA_BYTE, message),
          (long) message.length,
          signature,
          length);
      return signature.toArray(JAVA_BYTE);
    }
  }

  private static void attribute(MemorySegment at, long offset, long type, MemorySegment value) {
    at.set(JAVA_LONG, offset, type);
    at.set(ADDRESS, offset + ULONG, value);
    at.set(JAVA_LONG, offset + 2L * ULONG, value.byteSize());
  }
}
