package dk.sentinel.portal.session;

import dk.sentinel.portal.settings.PortalSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;
import org.springframework.web.server.session.CookieWebSessionIdResolver;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.server.session.InMemoryWebSessionStore;
import org.springframework.web.server.session.WebSessionManager;
import org.springframework.web.server.session.WebSessionStore;
import reactor.core.publisher.Mono;

/**
 * The sessions: kept in memory, ended after the configured time without a request, known to the
 * browser by an id in a cookie that scripts cannot read. Over https the cookie's {@code __Host-}
 * name ties it to this host alone.
 */
@Configuration(proxyBeanMethods = false)
class Sessions {

  @Bean
  WebSessionStore sessionStore() {
    return new InMemoryWebSessionStore();
  }

  @Bean
  WebSessionManager webSessionManager(WebSessionStore store, PortalSettings settings) {
    var cookie = new CookieWebSessionIdResolver();
    cookie.setCookieName(settings.secure() ? "__Host-sentinel-portal" : "sentinel-portal");
    cookie.addCookieInitializer(
        builder -> builder.path("/").httpOnly(true).secure(settings.secure()).sameSite("Lax"));
    var manager = new DefaultWebSessionManager();
    manager.setSessionIdResolver(cookie);
    manager.setSessionStore(store);
    return new Ending(manager, settings);
  }

  /** Gives every session its end. */
  private record Ending(WebSessionManager sessions, PortalSettings settings)
      implements WebSessionManager {
    @Override
    public Mono<WebSession> getSession(ServerWebExchange exchange) {
      return sessions
          .getSession(exchange)
          .doOnNext(session -> session.setMaxIdleTime(settings.portal().idle()));
    }
  }
}
