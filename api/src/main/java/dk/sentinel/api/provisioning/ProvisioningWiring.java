package dk.sentinel.api.provisioning;

import dk.sentinel.api.BackgroundLoop;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The two loops; every instance of the API runs them. */
@Configuration(proxyBeanMethods = false)
class ProvisioningWiring {
  @Bean
  BackgroundLoop following(Provisioning provisioning, ProvisioningSettings settings) {
    return new BackgroundLoop(
        "keeping clinics' organizations in Keycloak",
        provisioning.round(),
        settings.follow(),
        Duration.ofMinutes(2));
  }

  @Bean
  BackgroundLoop comparing(Comparison comparison, ProvisioningSettings settings) {
    return new BackgroundLoop(
        "comparing clinics with Keycloak",
        comparison.round(),
        settings.compare(),
        Duration.ofMinutes(10));
  }
}
