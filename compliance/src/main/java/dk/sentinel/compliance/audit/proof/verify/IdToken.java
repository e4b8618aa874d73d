package dk.sentinel.compliance.audit.proof.verify;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The token of a sign-in (a signed JWT) with what it says.
 *
 * @param header its header, parsed
 * @param claims its claims, parsed
 * @param signed the part that is signed
 * @param signature the signature
 */
record IdToken(Object header, Object claims, String signed, String signature) {
  /**
   * Takes a token apart.
   *
   * @throws IllegalArgumentException when it is none
   */
  static IdToken parse(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("no token");
    }
    return new IdToken(
        Json.parse(text(parts[0])),
        Json.parse(text(parts[1])),
        parts[0] + "." + parts[1],
        parts[2]);
  }

  private static String text(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }

  /** A claim as text; empty when it says nothing. */
  String claim(String name) {
    Object value = Json.member(claims, name);
    return value instanceof Json.Decimal number
        ? number.digits()
        : value instanceof String text ? text : "";
  }

  /** Whether one of the issuer's keys (a JWK set) made the signature. */
  boolean isSignedBy(@Nullable Object jwks) {
    if (!(Json.member(jwks, "keys") instanceof List<?> keys)) {
      return false;
    }
    Object id = Json.member(header, "kid");
    return keys.stream()
        .filter(key -> id == null || id.equals(Json.member(key, "kid")))
        .anyMatch(this::isSignedByKey);
  }

  private boolean isSignedByKey(Object key) {
    try {
      String algorithm = String.valueOf(Json.member(header, "alg"));
      byte[] bytes = Base64.getUrlDecoder().decode(signature);
      Signature check = Signature.getInstance(name(algorithm));
      if (algorithm.startsWith("PS")) {
        String digest = "SHA-" + algorithm.substring(2);
        check.setParameter(
            new PSSParameterSpec(
                digest,
                "MGF1",
                new MGF1ParameterSpec(digest),
                Integer.parseInt(algorithm.substring(2)) / 8,
                1));
      }
      check.initVerify(publicKey(key));
      check.update(signed.getBytes(StandardCharsets.US_ASCII));
      return check.verify(bytes);
    } catch (GeneralSecurityException | IllegalArgumentException doesNot) {
      return false;
    }
  }

  private static String name(String algorithm) {
    return switch (algorithm) {
      case "RS256", "RS384", "RS512" -> "SHA" + algorithm.substring(2) + "withRSA";
      case "PS256", "PS384", "PS512" -> "RSASSA-PSS";
      case "ES256" -> "SHA256withECDSAinP1363Format";
      case "ES384" -> "SHA384withECDSAinP1363Format";
      default -> throw new IllegalArgumentException("unknown algorithm");
    };
  }

  private static PublicKey publicKey(Object key) throws GeneralSecurityException {
    if ("RSA".equals(Json.member(key, "kty"))) {
      return KeyFactory.getInstance("RSA")
          .generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e")));
    }
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(
        new ECGenParameterSpec(
            "P-384".equals(Json.member(key, "crv")) ? "secp384r1" : "secp256r1"));
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(
                new ECPoint(number(key, "x"), number(key, "y")),
                curve.getParameterSpec(ECParameterSpec.class)));
  }

  private static BigInteger number(Object key, String name) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(String.valueOf(Json.member(key, name))));
  }
}
