package dk.sentinel.api.fairness;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The limits, each counted apart. */
@Configuration(proxyBeanMethods = false)
class LimitWiring {
  /** More clinics, systems and people than the country has. */
  private static final int PLACES = 20_000;

  @Bean
  CallerLimits callerLimits(LimitSettings settings, MeterRegistry meters) {
    return new CallerLimits(
        limits(settings.person().limit(), meters),
        limits(settings.practiceSystem().limit(), meters),
        settings.practiceSystem().refusalPause());
  }

  @Bean
  ClinicLimits clinicLimits(LimitSettings settings, MeterRegistry meters) {
    return new ClinicLimits(limits(settings.clinic().limit(), meters));
  }

  @Bean
  DeliveryLimits deliveryLimits(LimitSettings settings, MeterRegistry meters) {
    return new DeliveryLimits(limits(settings.delivery().limit(), meters));
  }

  @Bean
  OpenLimits openLimits(LimitSettings settings, MeterRegistry meters) {
    return new OpenLimits(limits(settings.open().limit(), meters));
  }

  private static Limits limits(Limit limit, MeterRegistry meters) {
    return new Limits(new Limiter(limit, System::nanoTime, PLACES), meters);
  }
}
