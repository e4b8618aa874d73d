package dk.sentinel.api.audit;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.identity.AfterDeletion;
import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.compliance.audit.AuditTrail;
import dk.sentinel.compliance.audit.LogKey;
import dk.sentinel.compliance.audit.VerifierProgram;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Duration;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * What an auditor needs to verify a log: its checkpoint, the key that signed it, and a program. One
 * key signs the logs of all clinics; each log has its own name and with it its own verifier key
 * line.
 */
@RestController
@AfterDeletion
final class LogController {
  private static final String TEXT = MediaType.TEXT_PLAIN_VALUE + ";charset=UTF-8";

  private final TenantTransactions transactions;
  private final AuditTrail trail;
  private final LogKey key;
  private final VerifierProgram program;

  LogController(
      TenantTransactions transactions, AuditTrail trail, LogKey key, VerifierProgram program) {
    this.transactions = transactions;
    this.trail = trail;
    this.key = key;
    this.program = program;
  }

  @GetMapping(path = "/clinics/{clinicId}/log/checkpoint", produces = TEXT)
  @ForClinic({OWNER, AUDITOR})
  Mono<String> checkpoint() {
    return transactions.inTransaction(trail::checkpoint);
  }

  @GetMapping(path = "/clinics/{clinicId}/log/key", produces = TEXT)
  @ForClinic({OWNER, AUDITOR})
  Mono<String> clinicKey(@PathVariable UUID clinicId) {
    return Mono.just(key.verifierFor(clinicId) + "\n");
  }

  @GetMapping(path = "/log/key", produces = TEXT)
  Mono<String> platformKey() {
    return Mono.just(key.verifier() + "\n");
  }

  @GetMapping(path = "/log/verifier.jar", produces = "application/java-archive")
  ResponseEntity<byte[]> verifier() {
    return ResponseEntity.ok()
        .eTag(program.sha256())
        .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic())
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename("sentinel-verify.jar").build().toString())
        .body(program.jar());
  }
}
