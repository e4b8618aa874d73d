package dk.sentinel.compliance.audit.proof.verify;

import dk.sentinel.compliance.audit.proof.document.SealedPdf;
import dk.sentinel.compliance.audit.proof.document.TimeStamp;
import dk.sentinel.compliance.audit.proof.document.Trust;
import dk.sentinel.compliance.audit.proof.verify.EvidenceDamage.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Checks the evidence of a signature: that this document was signed by this person for this company
 * at this time, and that the sealed file is that document. Every hash is made again; trusts the
 * authorities it is given, or those that came along.
 */
final class EvidenceCheck {
  static final String EVIDENCE = "evidence.json";
  private static final String STAMP = "evidence.tst";
  private static final String DOCUMENT = "document.pdf";
  private static final String SEALED = "sealed.pdf";
  private static final String KEYS = "keys/jwks.json";
  private static final String ANCHORS = "certificates/trust-anchors.pem";
  private static final String SEAL = "certificates/seal.pem";

  private static final List<String> LEVELS = List.of("low", "substantial", "high");
  private static final int SUBSTANTIAL = 1;

  private final LogFiles files;
  private final @Nullable Path anchors;
  private final List<EvidenceDamage> damages = new ArrayList<>();

  private EvidenceCheck(LogFiles files, @Nullable Path anchors) {
    this.files = files;
    this.anchors = anchors;
  }

  /**
   * What was found.
   *
   * @param document hash of what was signed, as the evidence tells
   * @param signer who signed, as the evidence tells
   * @param signedAt when, as the evidence tells
   * @param pdf what the sealed file is; null when it is not there
   * @param stampedAt when a time-stamp authority had seen the evidence; null when none had
   * @param anchorsGiven whether the authorities are those the checker gave
   */
  record Result(
      String document,
      String signer,
      String signedAt,
      @Nullable SealedPdf pdf,
      @Nullable Instant stampedAt,
      boolean anchorsGiven,
      List<EvidenceDamage> damages) {
    boolean isIntact() {
      return damages.isEmpty();
    }
  }

  /** Whether a package holds the evidence of a signature rather than a log. */
  static boolean isOne(Path subject) throws IOException {
    try (LogFiles files = LogFiles.open(subject)) {
      return files.read(EVIDENCE) != null;
    }
  }

  /**
   * Checks a package.
   *
   * @param anchors PEM with the authorities to trust; null for those that came along
   * @throws IOException when the package or that file cannot be read
   */
  static Result of(Path subject, @Nullable Path anchors) throws IOException {
    try (LogFiles files = LogFiles.open(subject)) {
      return new EvidenceCheck(files, anchors).result();
    }
  }

  private Result result() throws IOException {
    byte[] json = file(EVIDENCE);
    Object evidence = parsed(json, EVIDENCE);
    Trust trust = trust();
    byte[] document = file(DOCUMENT);
    if (document.length > 0
        && !HexFormat.of().formatHex(sha256(document)).equals(text(evidence, "documentSha256"))) {
      add(Kind.DOCUMENT, DOCUMENT);
    }
    SealedPdf pdf = checkSealed(file(SEALED), document, trust);
    TimeStamp stamp = checkStamp(json, trust);
    checkNonce(evidence);
    checkToken(evidence, stamp);
    return new Result(
        text(evidence, "documentSha256"),
        text(evidence, "name")
            + ", "
            + text(evidence, "organization")
            + ", CVR "
            + text(evidence, "cvr"),
        text(evidence, "signedAt"),
        pdf,
        stamp == null ? null : stamp.at(),
        anchors != null,
        damages.stream().distinct().toList());
  }

  private Trust trust() throws IOException {
    byte[] trusted = anchors == null ? file(ANCHORS) : Files.readAllBytes(anchors);
    List<X509Certificate> seal = certificates(file(SEAL), SEAL);
    return new Trust(
        certificates(trusted, ANCHORS), seal.isEmpty() ? seal : List.of(seal.getFirst()));
  }

  private List<X509Certificate> certificates(byte[] pem, String name) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem))
          .stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (CertificateException none) {
      add(Kind.MISSING, name);
      return List.of();
    }
  }

  private @Nullable SealedPdf checkSealed(byte[] sealed, byte[] document, Trust trust) {
    if (sealed.length == 0) {
      return null;
    }
    SealedPdf found = SealedPdf.check(sealed, trust);
    switch (found.kind()) {
      case NO_PDF, NO_SEAL -> add(Kind.SEAL_STRIPPED, SEALED);
      case OTHER_SEAL -> add(Kind.SEAL_FOREIGN, SEALED);
      case SEALED -> {}
    }
    found.damages().forEach(damage -> damages.add(EvidenceDamage.of(damage, SEALED)));
    boolean begins =
        sealed.length >= document.length
            && Arrays.equals(sealed, 0, document.length, document, 0, document.length);
    if (!begins && found.damages().isEmpty()) {
      add(Kind.SEAL_OF_ANOTHER, SEALED);
    }
    return found;
  }

  private @Nullable TimeStamp checkStamp(byte[] json, Trust trust) {
    byte[] token = file(STAMP);
    if (token.length == 0 || json.length == 0) {
      return null;
    }
    try {
      TimeStamp stamp = TimeStamp.over(json, token);
      if (!stamp.isTrusted(trust)) {
        add(Kind.TIME_STAMP_UNTRUSTED, STAMP);
      }
      return stamp;
    } catch (TimeStamp.NotValid not) {
      add(not.isOverSomethingElse() ? Kind.EVIDENCE_CHANGED : Kind.TIME_STAMP, EVIDENCE);
      return null;
    }
  }

  private void checkNonce(@Nullable Object evidence) {
    try {
      UUID intent = UUID.fromString(text(evidence, "intentId"));
      byte[] id =
          ByteBuffer.allocate(16)
              .putLong(intent.getMostSignificantBits())
              .putLong(intent.getLeastSignificantBits())
              .array();
      byte[] nonce =
          sha256(
              HexFormat.of().parseHex(text(evidence, "documentSha256")),
              id,
              HexFormat.of().parseHex(text(evidence, "intentSalt")));
      String made = Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
      if (!made.equals(text(evidence, "nonce"))) {
        add(Kind.NONCE, EVIDENCE);
      }
    } catch (IllegalArgumentException none) {
      add(Kind.NONCE, EVIDENCE);
    }
  }

  private void checkToken(@Nullable Object evidence, @Nullable TimeStamp stamp) {
    Object keys = Json.member(evidence, "jwks");
    Object beside = parsed(file(KEYS), KEYS);
    if (keys == null || !keys.equals(beside)) {
      add(Kind.KEYS_DIFFER, KEYS);
    }
    try {
      IdToken token = IdToken.parse(text(evidence, "idToken"));
      if (!token.isSignedBy(keys) || !token.isSignedBy(beside)) {
        add(Kind.TOKEN_SIGNATURE, KEYS);
      }
      if (!token.claim("nonce").equals(text(evidence, "nonce"))) {
        add(Kind.NONCE, EVIDENCE);
      }
      if (!token.claim("nemlogin.cvr").equals(text(evidence, "cvr"))) {
        add(Kind.SIGNER, EVIDENCE);
      }
      int level = rank(text(evidence, "level"));
      if (level < SUBSTANTIAL || rank(token.claim("acr")) < level) {
        add(Kind.LEVEL, EVIDENCE);
      }
      checkTimes(evidence, token, stamp);
    } catch (IllegalArgumentException none) {
      add(Kind.TOKEN_SIGNATURE, EVIDENCE);
    }
  }

  /** The levels of NSIS in their order; -1 for none. */
  private static int rank(String level) {
    return LEVELS.indexOf(level.substring(level.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT));
  }

  /** Intent, then sign-in, then token, then time stamp; a token's times have whole seconds. */
  private void checkTimes(@Nullable Object evidence, IdToken token, @Nullable TimeStamp stamp) {
    try {
      Instant signedIn = Instant.ofEpochSecond(Long.parseLong(token.claim("auth_time")));
      Instant issued = Instant.ofEpochSecond(Long.parseLong(token.claim("iat")));
      Instant ends = Instant.ofEpochSecond(Long.parseLong(token.claim("exp")));
      Instant intent = Instant.parse(text(evidence, "intentCreatedAt"));
      boolean follow =
          signedIn.getEpochSecond() >= intent.getEpochSecond()
              && signedIn.equals(Instant.parse(text(evidence, "authTime")))
              && issued.getEpochSecond() >= signedIn.getEpochSecond()
              && ends.isAfter(issued)
              && (stamp == null || stamp.at().getEpochSecond() >= signedIn.getEpochSecond());
      if (!follow) {
        add(Kind.TIMES, EVIDENCE);
      }
    } catch (DateTimeException | NumberFormatException none) {
      add(Kind.TIMES, EVIDENCE);
    }
  }

  private byte[] file(String name) {
    byte[] bytes = files.read(name);
    if (bytes == null || bytes.length == 0) {
      add(Kind.MISSING, name);
      return new byte[0];
    }
    return bytes;
  }

  private @Nullable Object parsed(byte[] json, String name) {
    try {
      return json.length == 0 ? null : Json.parse(new String(json, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException none) {
      add(Kind.MISSING, name);
      return null;
    }
  }

  private static String text(@Nullable Object object, String name) {
    return Json.member(object, name) instanceof String text ? text : "";
  }

  private void add(Kind kind, String file) {
    damages.add(new EvidenceDamage(kind, file));
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
