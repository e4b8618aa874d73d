package dk.sentinel.api;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The two clocks: the business time and the machine's. */
@Configuration(proxyBeanMethods = false)
class ClockWiring {
  @Bean
  Clock businessClock(SentinelSettings settings) {
    return Clock.offset(Clock.systemUTC(), settings.clock().offset());
  }

  @Bean
  WallClock wallClock() {
    return new WallClock(Clock.systemUTC());
  }
}
