package dk.sentinel.api.ending;

import dk.sentinel.api.BackgroundLoop;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.ending.Deletion;
import dk.sentinel.compliance.ending.Terminations;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Terminations, and the loop that deletes when their days are over; every instance runs it. */
@Configuration(proxyBeanMethods = false)
class EndingWiring {
  @Bean
  Terminations terminations(AuditLog audit, Clock clock, EndingSettings settings) {
    return new Terminations(audit, clock, settings.notice());
  }

  @Bean
  Deletion deletion(AuditLog audit, Clock clock) {
    return new Deletion(audit, clock, DatabankErasureStore.KINDS);
  }

  @Bean
  BackgroundLoop deletingEndedClinics(Deleting deleting, EndingSettings settings) {
    return new BackgroundLoop(
        "deleting what ended clinics leave",
        deleting.round(),
        settings.pause(),
        Duration.ofMinutes(2));
  }
}
