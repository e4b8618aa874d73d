package dk.sentinel.api.letter;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The server that takes letters. Without a host no letter is written.
 *
 * @param host its name; null when there is none
 * @param port its port for submission
 * @param tls how the way there is protected
 * @param user whom to sign in as; null for no sign-in
 * @param password the user's
 * @param sender the address that letters come from; nobody reads answers to it
 * @param portal where people reach the portal: where the letters' links lead
 * @param patience with each answer of the server
 * @param pause until the next look for letters to write
 */
@ConfigurationProperties("sentinel.letters")
record LetterSettings(
    @Nullable String host,
    @DefaultValue("587") int port,
    @DefaultValue("starttls") Tls tls,
    @Nullable String user,
    @Nullable String password,
    @Nullable String sender,
    @Nullable URI portal,
    @DefaultValue("15s") Duration patience,
    @DefaultValue("1m") Duration pause) {

  /** How the way to the server is protected. */
  enum Tls {
    /** Not at all: for a server on this machine, and for tests. */
    NONE,
    /** STARTTLS, or nothing is sent (RFC 8314 prefers {@link #IMPLICIT}). */
    STARTTLS,
    /** TLS from the first byte, usually on port 465. */
    IMPLICIT
  }

  /** Refuses half a server. */
  LetterSettings {
    if (host != null && (sender == null || portal == null)) {
      throw new IllegalArgumentException(
          "sentinel.letters.host needs sentinel.letters.sender and sentinel.letters.portal");
    }
  }

  /** Whether letters are written at all. */
  boolean areSent() {
    return host != null;
  }

  /** Refuses letters that anybody on the way could read, but on this machine. */
  void mustBeProtected(boolean synthetic) {
    boolean here = "localhost".equals(host) || "127.0.0.1".equals(host) || "::1".equals(host);
    if (areSent() && tls == Tls.NONE && !here && !synthetic) {
      throw new IllegalStateException(
          "sentinel.letters.tls must be starttls or implicit for a server elsewhere");
    }
  }

  String requiredHost() {
    return Objects.requireNonNull(host, "sentinel.letters.host");
  }

  String requiredSender() {
    return Objects.requireNonNull(sender, "sentinel.letters.sender");
  }

  /** A page of the portal as people see it. */
  String page(String path) {
    String base = Objects.requireNonNull(portal, "sentinel.letters.portal").toString();
    return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
  }

  /** Leaves out the password: this may be logged. */
  @Override
  public String toString() {
    return "letters by " + host + ":" + port + ", " + tls;
  }
}
