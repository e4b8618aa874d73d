package dk.sentinel.infra.stack;

import dk.sentinel.infra.authority.LocalAuthority;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a trust service provider does in production: certificates, their revocation list, time
 * stamps. Its keys stay in the data directory, so that what was sealed can be checked later.
 */
final class Authority implements Service {
  private final Path keys;
  private final int port;
  private volatile @Nullable LocalAuthority running;

  Authority(Stack stack) {
    this.keys = stack.authorityKeys();
    this.port = stack.ports().authority();
  }

  @Override
  public String name() {
    return "Certificates and time stamps";
  }

  @Override
  public void start() throws IOException {
    running = LocalAuthority.start(keys, port);
  }

  @Override
  public boolean running() {
    return running != null;
  }

  @Override
  public void stop() {
    LocalAuthority now = running;
    running = null;
    if (now != null) {
      now.close();
    }
  }
}
