package dk.sentinel.portal.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.config.ResourceHandlerRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;

/**
 * The files a page loads, under an address that contains a hash of their contents: a browser may
 * keep them for a year, and a new release has new addresses.
 */
@Component
final class Assets implements WebFluxConfigurer {
  private static final List<String> DECIDING =
      List.of(
          "assets/package-lock.json",
          "assets/portal/portal.css",
          "assets/portal/portal.js",
          "assets/portal/report.js",
          "assets/portal/mark.svg");
  private static final String HTMX = "META-INF/resources/webjars/htmx.org/2.0.10/dist/";

  private final String path = "/assets/" + fingerprint();

  /** The folder of all assets, without a slash at the end. */
  String path() {
    return path;
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    var aYear = CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();
    registry
        .addResourceHandler(path + "/htmx/**")
        .addResourceLocations("classpath:/" + HTMX)
        .setCacheControl(aYear);
    registry
        .addResourceHandler(path + "/**")
        .addResourceLocations("classpath:/assets/")
        .setCacheControl(aYear);
  }

  private static String fingerprint() {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      for (String name : DECIDING) {
        add(hash, name);
      }
      add(hash, HTMX + "htmx.min.js");
      return HexFormat.of().formatHex(hash.digest()).substring(0, 16);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void add(MessageDigest hash, String name) {
    try (InputStream file = new ClassPathResource(name).getInputStream()) {
      hash.update(file.readAllBytes());
    } catch (IOException missing) {
      throw new UncheckedIOException(name + " is missing: build tenant-portal with Maven", missing);
    }
  }
}
