package dk.sentinel.compliance.agreement.seal;

import eu.europa.esig.dss.crl.CRLBinary;
import eu.europa.esig.dss.crl.CRLUtils;
import eu.europa.esig.dss.enumerations.RevocationOrigin;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.CertificateExtensionsUtils;
import eu.europa.esig.dss.spi.x509.revocation.crl.CRLSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.CRLToken;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists of revoked certificates, fetched from where the certificates say and kept for some minutes.
 * Blocks; thread-safe.
 */
@SuppressWarnings("serial") // the library's type is serialisable, ours is never serialised
final class RevocationLists implements CRLSource {
  private static final Logger LOG = LoggerFactory.getLogger(RevocationLists.class);
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final int LARGEST_LIST = 8 * 1024 * 1024;

  private final transient Exchange exchange;
  private final transient Clock clock;
  private final transient Map<URI, Fetched> fetched = new ConcurrentHashMap<>();

  RevocationLists(Exchange exchange, Clock clock) {
    this.exchange = exchange;
    this.clock = clock;
  }

  private record Fetched(CRLBinary list, Instant at) {}

  @Override
  @SuppressWarnings("NullAway") // the library takes null for "none found"
  public @Nullable CRLToken getRevocationToken(
      CertificateToken certificate, CertificateToken issuer) {
    for (String address : CertificateExtensionsUtils.getCRLAccessUrls(certificate)) {
      try {
        CRLBinary list = list(URI.create(address));
        CRLToken token = new CRLToken(certificate, CRLUtils.buildCRLValidity(list, issuer));
        if (token.isValid()) {
          token.setExternalOrigin(RevocationOrigin.EXTERNAL);
          return token;
        }
      } catch (IOException | IllegalArgumentException unreachable) {
        LOG.debug("a revocation list cannot be had; the next address may have it", unreachable);
      }
    }
    return null;
  }

  private CRLBinary list(URI address) throws IOException {
    Fetched known = fetched.get(address);
    Instant now = clock.instant();
    if (known != null && known.at.plus(FRESH).isAfter(now)) {
      return known.list;
    }
    CRLBinary list = CRLUtils.buildCRLBinary(exchange.get(address, LARGEST_LIST));
    fetched.put(address, new Fetched(list, now));
    return list;
  }
}
