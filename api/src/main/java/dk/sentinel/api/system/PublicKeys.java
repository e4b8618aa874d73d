package dk.sentinel.api.system;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys with which a practice system proves who it is (SMART Backend Services: private_key_jwt
 * with ES384 or RS384). Public halves only, and nothing but what a signature is checked with.
 *
 * @param keys one, or several while they change
 */
record PublicKeys(List<JWK> keys) {
  /** Enough to change keys, few enough to look at. */
  private static final int MOST = 5;

  private static final int RSA_BITS = 2_048;
  private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384, Curve.P_521);

  /** What they must be, for people. */
  static final String RULE =
      "must be a JWK set of 1 to "
          + MOST
          + " public keys for signing, RSA of 2048 bits or more or EC P-256, P-384 or P-521, each"
          + " with a kid of its own";

  /** The keys in a JWK set; empty when it breaks {@link #RULE}, and always for a private key. */
  static Optional<PublicKeys> of(String jwks) {
    List<JWK> found;
    try {
      found = JWKSet.parse(jwks).getKeys();
    } catch (ParseException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
    Set<String> names = new HashSet<>();
    boolean good =
        !found.isEmpty()
            && found.size() <= MOST
            && found.stream()
                .allMatch(key -> isGood(key) && names.add(String.valueOf(key.getKeyID())));
    return good
        ? Optional.of(new PublicKeys(found.stream().map(PublicKeys::bare).toList()))
        : Optional.empty();
  }

  private static boolean isGood(JWK key) {
    @Nullable String id = key.getKeyID();
    @Nullable KeyUse use = key.getKeyUse();
    return id != null
        && id.matches("[A-Za-z0-9._~:/+=-]{1,100}")
        && !key.isPrivate()
        && (use == null || use.equals(KeyUse.SIGNATURE))
        && switch (key) {
          case RSAKey rsa -> rsa.size() >= RSA_BITS;
          case ECKey ec -> CURVES.contains(ec.getCurve());
          default -> false;
        };
  }

  /** Without certificates, addresses and whatever else a set may carry. */
  private static JWK bare(JWK key) {
    return switch (key) {
      case RSAKey rsa ->
          new RSAKey.Builder(rsa.getModulus(), rsa.getPublicExponent())
              .keyID(rsa.getKeyID())
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(rsa.getAlgorithm())
              .build();
      case ECKey ec ->
          new ECKey.Builder(ec.getCurve(), ec.getX(), ec.getY())
              .keyID(ec.getKeyID())
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(ec.getAlgorithm())
              .build();
      default -> throw new IllegalStateException("neither RSA nor EC");
    };
  }

  /** The names of the keys. */
  List<String> names() {
    return keys.stream().map(JWK::getKeyID).toList();
  }

  /** The set as JSON. */
  String json() {
    return new JWKSet(keys).toString();
  }
}
