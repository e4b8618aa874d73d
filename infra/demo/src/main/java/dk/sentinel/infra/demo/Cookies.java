package dk.sentinel.infra.demo;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The cookies of one visitor on loopback. Browsers send secure cookies to localhost without TLS,
 * the JDK's cookie handler does not: so this keeps them by path and name.
 */
final class Cookies {
  private final Map<Key, String> values = new LinkedHashMap<>();

  private record Key(String path, String name) {}

  String header(URI uri) {
    return values.entrySet().stream()
        .filter(cookie -> uri.getPath().startsWith(cookie.getKey().path()))
        .map(cookie -> cookie.getKey().name() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
  }

  void take(String setCookie) {
    String[] parts = setCookie.split(";", -1);
    int equals = parts[0].indexOf('=');
    String path = "/";
    boolean ended = false;
    for (String part : parts) {
      String attribute = part.strip();
      if (attribute.regionMatches(true, 0, "path=", 0, 5)) {
        path = attribute.substring(5);
      }
      ended |= attribute.equalsIgnoreCase("max-age=0");
    }
    Key key = new Key(path, parts[0].substring(0, equals).strip());
    if (ended) {
      values.remove(key);
    } else {
      values.put(key, parts[0].substring(equals + 1));
    }
  }
}
