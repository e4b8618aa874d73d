package dk.sentinel.infra.authority;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * A certificate authority with its revocation list, a seal certificate and a time-stamp authority,
 * answering on loopback. Its keys are made at the first start in a directory and kept there; the
 * addresses in its certificates name the port, so a directory belongs to one port.
 */
public final class LocalAuthority implements AutoCloseable {
  private static final String NAME = "CN=Sentinel local authority,O=Sentinel demo,C=DK";
  private static final int LARGEST_REQUEST = 4096;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Path directory;

  private LocalAuthority(HttpServer server, ExecutorService threads, Path directory) {
    this.server = server;
    this.threads = threads;
    this.directory = directory;
  }

  /**
   * Starts answering.
   *
   * @param directory of the keys; made when it is not there
   * @param port on loopback; 0 for any free one
   * @throws IOException when the port is taken
   */
  public static LocalAuthority start(Path directory, int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    Clock clock = Clock.systemUTC();
    KeyDirectory keys = new KeyDirectory(directory);
    URI address = address(server);
    if (!keys.isComplete()) {
      make(keys, address, clock);
    }
    PrivateKey authorityKey = keys.readEllipticKey(KeyDirectory.AUTHORITY_KEY);
    X509Certificate authority = keys.readCertificate(KeyDirectory.ANCHOR);
    Certificates certificates =
        new Certificates(
            X500Name.getInstance(authority.getSubjectX500Principal().getEncoded()),
            new KeyPair(authority.getPublicKey(), authorityKey),
            clock);
    TimeStamps stamps =
        new TimeStamps(
            keys.readEllipticKey(KeyDirectory.STAMP_KEY),
            keys.readCertificate(KeyDirectory.STAMP_CERTIFICATE),
            authority,
            clock);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext(
        "/revoked.crl",
        exchange -> {
          try (exchange) {
            send(exchange, "application/pkix-crl", certificates.revoked());
          }
        });
    server.createContext(
        "/time-stamps",
        exchange -> {
          try (exchange) {
            byte[] request = exchange.getRequestBody().readNBytes(LARGEST_REQUEST);
            send(exchange, "application/timestamp-reply", stamps.answer(request));
          }
        });
    server.start();
    return new LocalAuthority(server, threads, directory);
  }

  private static void make(KeyDirectory keys, URI address, Clock clock) {
    KeyPair authorityKeys = KeyDirectory.ellipticKeys();
    Certificates certificates = new Certificates(new X500Name(NAME), authorityKeys, clock);
    URI revocations = address.resolve("/revoked.crl");
    X509Certificate authority = certificates.own();
    KeyPair stampKeys = KeyDirectory.ellipticKeys();
    KeyPair sealKeys = KeyDirectory.rsaKeys();
    keys.write(KeyDirectory.AUTHORITY_KEY, authorityKeys.getPrivate());
    keys.write(KeyDirectory.STAMP_KEY, stampKeys.getPrivate());
    keys.write(KeyDirectory.SEAL_KEY, sealKeys.getPrivate());
    keys.write(KeyDirectory.ANCHOR, List.of(authority));
    keys.write(
        KeyDirectory.STAMP_CERTIFICATE,
        List.of(
            certificates.timeStamps(
                "CN=Sentinel local time stamps,O=Sentinel demo,C=DK",
                stampKeys.getPublic(),
                revocations)));
    keys.write(
        KeyDirectory.SEAL_CERTIFICATES,
        List.of(
            certificates.seal(
                "CN=Sentinel-enheden (demo),O=Sentinel-enheden,2.5.4.97=NTRDK-99000147,C=DK",
                sealKeys.getPublic(),
                revocations),
            authority));
  }

  /** Where time stamps are asked for, with POST. */
  public URI timeStamps() {
    return address(server).resolve("/time-stamps");
  }

  /** Holds the seal's key and certificates and the trust anchor. */
  public Path directory() {
    return directory;
  }

  /** Stops answering; the keys stay. */
  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private static URI address(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
