package dk.sentinel.compliance.agreement.seal;

import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.model.TimestampBinary;
import eu.europa.esig.dss.spi.x509.tsp.TSPSource;

/** Our authorities as the signing library asks for them. */
@SuppressWarnings("serial") // the library's type is serialisable, ours is never serialised
final class StampSource implements TSPSource {
  private final transient TimeStampAuthorities authorities;

  StampSource(TimeStampAuthorities authorities) {
    this.authorities = authorities;
  }

  @Override
  public TimestampBinary getTimeStampResponse(DigestAlgorithm algorithm, byte[] digest) {
    if (algorithm != DigestAlgorithm.SHA256) {
      throw new IllegalArgumentException("time stamps are over SHA-256");
    }
    return new TimestampBinary(authorities.stamp(digest));
  }
}
