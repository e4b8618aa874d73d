package dk.sentinel.api.letter;

import dk.sentinel.api.BackgroundLoop;
import dk.sentinel.api.SentinelSettings;
import dk.sentinel.compliance.agreement.Objections;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.TenantDirectory;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Sends letters when there is a server for them; every instance of the API does. */
@Configuration(proxyBeanMethods = false)
class LetterWiring {
  private static final Duration ROUND = Duration.ofMinutes(30);
  private static final int THREADS = 1;
  private static final int QUEUE = 100;

  LetterWiring(LetterSettings settings, SentinelSettings common) {
    settings.mustBeProtected(common.environment().isSynthetic());
  }

  /** What is there only when there is a server. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty("sentinel.letters.host")
  static class Working {
    @Bean(destroyMethod = "dispose")
    Scheduler letterThreads() {
      return Schedulers.newBoundedElastic(THREADS, QUEUE, "letters");
    }

    @Bean
    LetterPost letterPost(LetterSettings settings) {
      return new SmtpPost(settings);
    }

    @Bean
    Letters letters(
        TenantDirectory directory,
        TenantTransactions transactions,
        Objections objections,
        AuditLog audit,
        LetterPost post,
        @Qualifier("letterThreads") Scheduler threads,
        Clock clock) {
      return new Letters(directory, transactions, objections, audit, post, threads, clock);
    }

    @Bean
    BackgroundLoop sendingLetters(Letters letters, LetterSettings settings) {
      return new BackgroundLoop("sending letters", letters.round(), settings.pause(), ROUND);
    }
  }
}
