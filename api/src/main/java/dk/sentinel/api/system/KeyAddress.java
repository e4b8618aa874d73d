package dk.sentinel.api.system;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Where a vendor publishes its keys. Outside demo and test it is an https address with a name: not
 * an IP address, no user, no fragment.
 *
 * @param uri the address
 */
record KeyAddress(URI uri) {
  static final String RULE = "must be an https address with a host name";

  private static final int LONGEST = 500;

  /** The address; empty when it breaks {@link #RULE}. */
  static Optional<KeyAddress> of(String text, boolean synthetic) {
    try {
      URI uri = new URI(text);
      boolean good =
          text.length() <= LONGEST
              && uri.getHost() != null
              && uri.getUserInfo() == null
              && uri.getFragment() == null
              && ("https".equals(uri.getScheme()) || (synthetic && "http".equals(uri.getScheme())))
              && (synthetic || isName(uri.getHost()));
      return good ? Optional.of(new KeyAddress(uri)) : Optional.empty();
    } catch (URISyntaxException notOne) {
      return Optional.empty();
    }
  }

  /** Not an IP address in any notation: such a host would never be looked up and so not checked. */
  private static boolean isName(String host) {
    try {
      InetAddress.ofLiteral(host);
      return false;
    } catch (IllegalArgumentException name) {
      return host.matches("(?i)([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z][a-z0-9-]*[a-z0-9]");
    }
  }
}
