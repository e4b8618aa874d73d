package dk.sentinel.compliance.audit.proof.document;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;

/**
 * A time stamp (RFC 3161): somebody with a certificate for it had seen a hash at a moment.
 *
 * @param at the moment
 * @param signer the authority's certificate
 * @param certificates those that came along
 */
public record TimeStamp(Instant at, X509Certificate signer, List<X509Certificate> certificates) {
  private static final String FOR_TIME_STAMPS = "1.3.6.1.5.5.7.3.8";
  private static final DateTimeFormatter WHOLE_SECONDS =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss");

  /** Keeps its own copy of the certificates. */
  public TimeStamp {
    certificates = List.copyOf(certificates);
  }

  /** The time stamp is not one over these bytes, or not signed by its certificate. */
  public static final class NotValid extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean overSomethingElse;

    NotValid(String why, boolean overSomethingElse) {
      super(why);
      this.overSomethingElse = overSomethingElse;
    }

    /** Whether it is a time stamp, but not over these bytes. */
    public boolean isOverSomethingElse() {
      return overSomethingElse;
    }
  }

  /**
   * Reads a token and checks that it is over these bytes and signed by a certificate for time
   * stamps; whether that certificate is trusted is another question.
   *
   * @param token TimeStampToken, BER; zeros may follow it
   * @throws NotValid when it does not hold
   */
  public static TimeStamp over(byte[] data, byte[] token) throws NotValid {
    try {
      Cms cms = Cms.parse(token);
      List<Der> info = Der.first(cms.content()).mustBe(Der.SEQUENCE).children();
      if (info.size() < 5) {
        throw new Der.Malformed("no time-stamp info");
      }
      Der imprint = info.get(2);
      String digest = Algorithms.digest(imprint.child(0).child(0).oid());
      if (!Arrays.equals(imprint.child(1).octets(), Algorithms.hash(digest, data))) {
        throw new NotValid("the time stamp is over something else", true);
      }
      X509Certificate signer = cms.signer();
      if (!cms.isOver(cms.content()) || !cms.isSigned() || !isForTimeStamps(signer)) {
        throw new NotValid("the time stamp is not signed as it says", false);
      }
      return new TimeStamp(moment(info.get(4)), signer, cms.certificates());
    } catch (Der.Malformed | CertificateParsingException e) {
      throw new NotValid("no time stamp: " + e.getMessage(), false);
    }
  }

  /** Whether its certificate led to a trusted authority then; says nothing of revocation. */
  public boolean isTrusted(Trust trust) {
    return trust.leads(signer, certificates, at);
  }

  private static boolean isForTimeStamps(X509Certificate certificate)
      throws CertificateParsingException {
    List<String> uses = certificate.getExtendedKeyUsage();
    return uses != null && uses.contains(FOR_TIME_STAMPS);
  }

  private static Instant moment(Der time) throws Der.Malformed {
    String text = time.mustBe(Der.GENERALIZED_TIME).text();
    try {
      int point = text.indexOf('.');
      String seconds = text.substring(0, point < 0 ? text.length() - 1 : point);
      return LocalDateTime.parse(seconds, WHOLE_SECONDS).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException | IndexOutOfBoundsException e) {
      throw new Der.Malformed("no time");
    }
  }
}
