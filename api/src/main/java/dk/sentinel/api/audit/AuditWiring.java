package dk.sentinel.api.audit;

import dk.sentinel.api.BackgroundLoop;
import dk.sentinel.api.SentinelSettings;
import dk.sentinel.compliance.audit.AuditTrail;
import dk.sentinel.compliance.audit.AuditTree;
import dk.sentinel.compliance.audit.FileLogKey;
import dk.sentinel.compliance.audit.LogKey;
import dk.sentinel.compliance.audit.Pkcs11LogKey;
import dk.sentinel.compliance.audit.ProofFiles;
import dk.sentinel.compliance.audit.Sequencer;
import dk.sentinel.compliance.audit.VerifierProgram;
import dk.sentinel.compliance.audit.archive.AuditArchive;
import dk.sentinel.compliance.audit.archive.AuditSearch;
import dk.sentinel.compliance.audit.archive.Retention;
import dk.sentinel.compliance.audit.archive.Shipper;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Numbers entries, ships them, and measures what waits; every instance of the API tries to. */
@Configuration(proxyBeanMethods = false)
class AuditWiring {
  private static final Duration SEQUENCING_PAUSE = Duration.ofMillis(200);
  private static final Duration SHIPPING_PAUSE = Duration.ofMillis(300);
  private static final Duration MEASURING_PAUSE = Duration.ofSeconds(5);

  @Bean
  LogKey logKey(AuditSettings settings, SentinelSettings common) throws IOException {
    AuditSettings.Pkcs11 module = settings.keys().pkcs11();
    if (module != null) {
      return Pkcs11LogKey.open(
          new Pkcs11LogKey.Place(module.library(), module.token(), module.label()),
          Files.readString(module.pinFile()).strip().toCharArray(),
          settings.log().name(),
          settings.keys().directory());
    }
    return FileLogKey.open(
        settings.keys().directory(), settings.log().name(), common.environment().isSynthetic());
  }

  @Bean
  AuditTrail auditTrail(LogKey key) {
    return new AuditTrail(key);
  }

  @Bean
  AuditTree auditTree(LogKey key) {
    return new AuditTree(key);
  }

  @Bean
  VerifierProgram verifierProgram() {
    return VerifierProgram.packaged();
  }

  @Bean
  ProofFiles proofFiles(TenantTransactions transactions, AuditTree tree, LogKey key) {
    return new ProofFiles(transactions, tree, key);
  }

  @Bean
  AuditArchive auditArchive(AuditSettings settings) {
    return AuditArchive.at(settings.opensearch().url(), settings.opensearch().prefix());
  }

  @Bean
  AuditSearch auditSearch(AuditArchive archive) {
    return new AuditSearch(archive);
  }

  @Bean
  Sequencer sequencer(
      @Qualifier("sequencerConnections") ConnectionFactory connections, LogKey key, Clock clock) {
    return new Sequencer(connections, key, clock);
  }

  @Bean
  Shipper shipper(
      @Qualifier("sequencerConnections") ConnectionFactory connections,
      AuditArchive archive,
      AuditSettings settings,
      Clock clock) {
    Retention retention = new Retention(settings.opensearch().years());
    return new Shipper(connections, archive, retention, clock);
  }

  @Bean
  BackgroundLoop sequencing(Sequencer sequencer) {
    return new BackgroundLoop(
        "numbering audit entries", sequencer.round(), SEQUENCING_PAUSE, Duration.ofSeconds(30));
  }

  @Bean
  BackgroundLoop shipping(Shipper shipper) {
    return new BackgroundLoop(
        "shipping audit entries to OpenSearch",
        shipper.round(),
        SHIPPING_PAUSE,
        Duration.ofSeconds(50));
  }

  @Bean
  BacklogGauges backlogGauges(MeterRegistry meters) {
    return new BacklogGauges(meters);
  }

  @Bean
  BackgroundLoop measuring(Sequencer sequencer, BacklogGauges gauges) {
    return new BackgroundLoop(
        "measuring the audit backlog",
        sequencer.backlog().map(gauges::show),
        MEASURING_PAUSE,
        Duration.ofSeconds(10));
  }
}
