package dk.sentinel.api.agreement;

import dk.sentinel.api.BackgroundLoop;
import dk.sentinel.api.SentinelSettings;
import dk.sentinel.api.WallClock;
import dk.sentinel.compliance.agreement.seal.FileSealKey;
import dk.sentinel.compliance.agreement.seal.PdfSealer;
import dk.sentinel.compliance.agreement.seal.Pkcs11SealKey;
import dk.sentinel.compliance.agreement.seal.SealCertificates;
import dk.sentinel.compliance.agreement.seal.SealKey;
import dk.sentinel.compliance.agreement.seal.Sealing;
import dk.sentinel.compliance.agreement.seal.Seals;
import dk.sentinel.compliance.agreement.seal.TimeStampAuthorities;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.audit.proof.document.Trust;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import dk.sentinel.compliance.tenancy.WaitingWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Seals signed agreements when there is something to seal with; every instance of the API does. */
@Configuration(proxyBeanMethods = false)
class SealWiring {
  private static final Duration ROUND = Duration.ofMinutes(5);
  private static final int THREADS = 2;
  private static final int QUEUE = 100;

  SealWiring(SealSettings settings, SentinelSettings common) {
    settings.mustSuffice(common.environment().isSynthetic());
  }

  @Bean
  Seals seals(AuditLog audit) {
    return new Seals(audit);
  }

  /** Whom a check of documents trusts; nobody when there is nothing to seal with. */
  @Bean
  Trust documentTrust(SealSettings settings) {
    List<X509Certificate> seals = new ArrayList<>();
    if (settings.certificates() != null) {
      seals.add(SealCertificates.read(settings.certificates()).getFirst());
    }
    if (settings.formerCertificates() != null) {
      seals.addAll(SealCertificates.read(settings.formerCertificates()));
    }
    return settings.trustAnchors() == null
        ? new Trust(List.of(), seals)
        : new Trust(SealCertificates.read(settings.trustAnchors()), seals);
  }

  /** What is there only when there is something to seal with. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty("sentinel.seal.certificates")
  static class Working {
    private final SealSettings settings;

    Working(SealSettings settings) {
      this.settings = settings;
    }

    @Bean
    SealKey sealKey() throws IOException {
      List<X509Certificate> certificates = read(settings.certificates());
      SealSettings.Pkcs11 module = settings.pkcs11();
      if (module != null) {
        return Pkcs11SealKey.open(
            new Pkcs11SealKey.Place(module.library(), module.slot(), module.label()),
            Files.readString(module.pinFile()).strip().toCharArray(),
            certificates);
      }
      return FileSealKey.open(Objects.requireNonNull(settings.key()), certificates);
    }

    @Bean
    TimeStampAuthorities timeStampAuthorities(WallClock clock) {
      return new TimeStampAuthorities(
          settings.timeStampAuthorities(), settings.patience(), clock.clock());
    }

    @Bean
    PdfSealer pdfSealer(SealKey key, TimeStampAuthorities authorities, WallClock clock) {
      return new PdfSealer(
          key, authorities, read(settings.trustAnchors()), settings.patience(), clock.clock());
    }

    @Bean(destroyMethod = "dispose")
    Scheduler sealingThreads() {
      return Schedulers.newBoundedElastic(THREADS, QUEUE, "sealing");
    }

    @Bean
    BackgroundLoop sealing(
        WaitingWork waiting,
        TenantTransactions transactions,
        AuditLog audit,
        PdfSealer sealer,
        TimeStampAuthorities authorities,
        @Qualifier("sealingThreads") Scheduler threads,
        WallClock clock) {
      Sealing sealing =
          new Sealing(waiting, transactions, audit, sealer, authorities, threads, clock.clock());
      return new BackgroundLoop(
          "sealing signed agreements", sealing.round(), settings.pause(), ROUND);
    }

    private static List<X509Certificate> read(@Nullable Path pem) {
      return SealCertificates.read(Objects.requireNonNull(pem));
    }
  }
}
