package dk.sentinel.api.capture;

import dk.sentinel.api.SentinelSettings;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.privacy.Instruction;
import dk.sentinel.compliance.privacy.MasterKey;
import dk.sentinel.compliance.privacy.Subjects;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the door for practice systems needs. */
@Configuration(proxyBeanMethods = false)
class CaptureWiring {
  @Bean
  Subjects subjects(
      @Value("${sentinel.keys.directory}") Path directory,
      SentinelSettings settings,
      AuditLog audit) {
    return new Subjects(MasterKey.open(directory, settings.environment().isSynthetic()), audit);
  }

  @Bean
  Capture capture(
      TenantTransactions transactions,
      Instruction instruction,
      Subjects subjects,
      AuditLog audit,
      Clock clock,
      SentinelSettings settings) {
    return new Capture(
        transactions, instruction, subjects, audit, clock, settings.environment().isSynthetic());
  }
}
