package dk.sentinel.api;

import dk.sentinel.compliance.agreement.AgreementVersions;
import dk.sentinel.compliance.agreement.Agreements;
import dk.sentinel.compliance.agreement.Consents;
import dk.sentinel.compliance.agreement.Enrolments;
import dk.sentinel.compliance.agreement.Objections;
import dk.sentinel.compliance.agreement.PowersOfAttorney;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.privacy.Gates;
import dk.sentinel.compliance.privacy.Instruction;
import dk.sentinel.compliance.privacy.Permissions;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the room compliance keeps: promises, and the log of what was done. */
@Configuration(proxyBeanMethods = false)
class PromiseWiring {
  @Bean
  AuditLog auditLog(Clock clock) {
    return AuditLog.inPostgres(clock);
  }

  @Bean
  Agreements agreements(AuditLog audit) {
    return new Agreements(audit);
  }

  @Bean
  AgreementVersions agreementVersions(AuditLog audit) {
    return new AgreementVersions(audit);
  }

  @Bean
  Objections objections(AuditLog audit) {
    return new Objections(audit);
  }

  @Bean
  PowersOfAttorney powersOfAttorney(AuditLog audit) {
    return new PowersOfAttorney(audit);
  }

  @Bean
  Consents consents(AuditLog audit) {
    return new Consents(audit);
  }

  @Bean
  Enrolments enrolments(AuditLog audit) {
    return new Enrolments(audit);
  }

  @Bean
  Permissions permissions(AuditLog audit) {
    return new Permissions(audit);
  }

  @Bean
  Instruction instruction(AuditLog audit, Clock clock) {
    return new Instruction(audit, clock);
  }

  @Bean
  Gates gates(Clock clock) {
    return new Gates(clock);
  }
}
