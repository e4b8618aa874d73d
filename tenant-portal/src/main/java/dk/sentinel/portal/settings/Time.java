package dk.sentinel.portal.settings;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The portal's clock. */
@Configuration(proxyBeanMethods = false)
class Time {
  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
