package dk.sentinel.api.system;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Looks names up and gives only addresses of the public internet, at the moment of connecting: a
 * name that led there yesterday may lead into our own network today.
 */
final class PublicAddresses extends AddressResolverGroup<InetSocketAddress> {
  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
    AddressResolver<InetSocketAddress> all =
        DefaultAddressResolverGroup.INSTANCE.getResolver(executor);
    return new AbstractAddressResolver<>(executor, InetSocketAddress.class) {
      @Override
      protected boolean doIsResolved(InetSocketAddress address) {
        return !address.isUnresolved();
      }

      @Override
      protected void doResolve(InetSocketAddress name, Promise<InetSocketAddress> promise) {
        Promise<List<InetSocketAddress>> found = executor().newPromise();
        found.addListener((Future<List<InetSocketAddress>> done) -> {
          if (done.isSuccess()) {
            promise.setSuccess(done.getNow().getFirst());
          } else {
            promise.setFailure(done.cause());
          }
        });
        doResolveAll(name, found);
      }

      @Override
      protected void doResolveAll(
          InetSocketAddress name, Promise<List<InetSocketAddress>> promise) {
        all.resolveAll(name)
            .addListener((Future<List<InetSocketAddress>> done) -> {
              if (!done.isSuccess()) {
                promise.setFailure(done.cause());
                return;
              }
              List<InetSocketAddress> open =
                  done.getNow().stream().filter(each -> isPublic(each.getAddress())).toList();
              if (open.isEmpty()) {
                promise.setFailure(new UnknownHostException("no public address"));
              } else {
                promise.setSuccess(open);
              }
            });
      }
    };
  }

  /** Whether the address belongs to the public internet (IANA's special-purpose registries). */
  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    if (address instanceof Inet6Address) {
      // 2000::/3 is all that is given out; in it are documentation, Teredo, 6to4
      return (first & 0xe0) == 0x20
          && !(first == 0x20 && second == 0x01 && bytes[2] == 0 && bytes[3] == 0)
          && !(first == 0x20 && second == 0x01 && bytes[2] == 0x0d && (bytes[3] & 0xff) == 0xb8)
          && !(first == 0x20 && second == 0x02);
    }
    return first != 0
        && first < 240
        && !(first == 100 && (second & 0xc0) == 64)
        && !(first == 192 && second == 0 && (bytes[2] == 0 || bytes[2] == 2))
        && !(first == 198 && (second & 0xfe) == 18)
        && !(first == 198 && second == 51 && (bytes[2] & 0xff) == 100)
        && !(first == 203 && second == 0 && bytes[2] == 113);
  }
}
