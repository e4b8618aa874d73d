package dk.sentinel.compliance.tenancy;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request came from, as far as the audit log tells it.
 *
 * @param address the client's IP address in its plain form; null when it is not known
 * @param client what sort of product asked
 */
public record Origin(@Nullable String address, Client client) {
  /** Keeps the address in the one form that the JDK writes; a name is none. */
  public Origin {
    address = address == null ? null : plain(address);
  }

  private static String plain(String address) {
    String bare = address.indexOf('%') < 0 ? address : address.substring(0, address.indexOf('%'));
    return InetAddress.ofLiteral(bare).getHostAddress();
  }

  /**
   * A product family. The list is closed, so that nothing a client wrote reaches the log; the order
   * matters, because most products also claim to be others.
   */
  public enum Client {
    /** Microsoft Edge. */
    EDGE("Edg/"),
    /** Opera. */
    OPERA("OPR/"),
    /** Samsung's browser. */
    SAMSUNG("SamsungBrowser/"),
    /** Mozilla Firefox. */
    FIREFOX("Firefox/"),
    /** Google Chrome and Chromium. */
    CHROME("Chrome/"),
    /** Apple Safari. */
    SAFARI("Safari/"),
    /** The command line tool. */
    CURL("curl/"),
    /** An HTTP library on a JVM. */
    JAVA("Java|ReactorNetty/|Apache-HttpClient/|okhttp/|HAPI-FHIR/"),
    /** An HTTP library on .NET. */
    DOTNET("\\.NET|RestSharp/|Firely"),
    /** An HTTP library for Python. */
    PYTHON("python|Python"),
    /** An HTTP library for Node.js. */
    NODE("node|axios/|undici"),
    /** An HTTP library for Go. */
    GO("Go-http-client/"),
    /** A product that is not in this list. */
    OTHER("(?!)"),
    /** It did not say. */
    UNKNOWN("(?!)");

    private final Pattern sign;

    Client(String sign) {
      this.sign = Pattern.compile(sign);
    }

    /** The family of the product that sent this header. */
    public static Client of(@Nullable String userAgent) {
      if (userAgent == null || userAgent.isBlank()) {
        return UNKNOWN;
      }
      return Arrays.stream(values())
          .filter(family -> family.sign.matcher(userAgent).find())
          .findFirst()
          .orElse(OTHER);
    }

    /** The word in the audit log. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
