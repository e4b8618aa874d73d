package dk.sentinel.compliance.agreement.seal;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * Time-stamp authorities (RFC 3161) in the order in which they are asked. One that did not answer
 * is asked last for a minute, so that it does not cost its whole patience each time. Blocks;
 * thread-safe.
 */
public final class TimeStampAuthorities {
  private static final Duration REST = Duration.ofMinutes(1);
  private static final int LARGEST_ANSWER = 64 * 1024;

  private final List<URI> addresses;
  private final Exchange exchange;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<URI, Instant> failed = new ConcurrentHashMap<>();

  /**
   * Authorities that are not asked yet.
   *
   * @param addresses in the order in which to ask; at least one
   * @param patience with each of them
   * @param clock the machine's
   */
  public TimeStampAuthorities(List<URI> addresses, Duration patience, Clock clock) {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("name at least one time-stamp authority");
    }
    this.addresses = List.copyOf(addresses);
    this.exchange = new Exchange(patience);
    this.clock = clock;
  }

  /** No authority gave a time stamp; the message says why for each. */
  public static final class NoTimeStampException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoTimeStampException(String why) {
      super(why);
    }
  }

  /**
   * A time stamp over a SHA-256 hash: a TimeStampToken, DER. It answers this very request; whether
   * its certificate is trusted is for the caller to check.
   *
   * @throws NoTimeStampException when no authority gave one
   */
  public byte[] stamp(byte[] sha256) {
    StringBuilder why = new StringBuilder("no time stamp:");
    for (URI address : inOrder()) {
      try {
        byte[] token = ask(address, sha256);
        failed.remove(address);
        return token;
      } catch (IOException | TSPException e) {
        failed.put(address, clock.instant());
        why.append(' ').append(address.getHost()).append(' ').append(reason(e)).append(';');
      }
    }
    throw new NoTimeStampException(why.toString());
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private List<URI> inOrder() {
    Instant rested = clock.instant().minus(REST);
    List<URI> first = new ArrayList<>();
    List<URI> last = new ArrayList<>();
    for (URI address : addresses) {
      Instant at = failed.get(address);
      (at != null && at.isAfter(rested) ? last : first).add(address);
    }
    first.addAll(last);
    return first;
  }

  private byte[] ask(URI address, byte[] sha256) throws IOException, TSPException {
    TimeStampRequestGenerator requests = new TimeStampRequestGenerator();
    requests.setCertReq(true);
    TimeStampRequest request =
        requests.generate(TSPAlgorithms.SHA256, sha256, new BigInteger(64, random));
    TimeStampResponse response =
        new TimeStampResponse(
            exchange.post(
                address, "application/timestamp-query", request.getEncoded(), LARGEST_ANSWER));
    response.validate(request);
    TimeStampToken token = response.getTimeStampToken();
    if (token == null) {
      throw new IOException("refuses with status " + response.getStatus());
    }
    return token.getEncoded();
  }
}
