package dk.sentinel.compliance.privacy;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/**
 * Turns the numbers by which practice systems know people into subjects, without keeping the
 * numbers: what is stored is an HMAC under the clinic's own key, so that two clinics cannot tell
 * whether they know the same person.
 *
 * <p>Each person has a random key of their own, from which their pseudonym in the audit log is
 * made. It is kept wrapped by the clinic's key, which the platform's key wraps. The chain has one
 * weak link on purpose: {@link #erase} destroys the person's key, and then neither the clinic's nor
 * the platform's key, nor any number, leads to the pseudonym again.
 */
public final class Subjects {
  private static final String PSEUDONYM = "sentinel audit subject";
  private static final String NAME = "sentinel source name ";

  private final SubjectStore store = new SubjectStore();
  private final MasterKey masterKey;
  private final AuditLog audit;

  /**
   * Subjects under a platform key.
   *
   * @param masterKey wraps the clinics' keys
   * @param audit where an erasure is recorded
   */
  public Subjects(MasterKey masterKey, AuditLog audit) {
    this.masterKey = masterKey;
    this.audit = audit;
  }

  /**
   * Finds or makes the subjects of many people at once.
   *
   * @param numbers CPR numbers or replacement numbers, in the form in which they identify
   * @return a subject for each number
   */
  public Mono<Map<String, Subject>> identify(
      TenantTransaction transaction, Collection<String> numbers) {
    if (numbers.isEmpty()) {
      return Mono.just(Map.of());
    }
    return clinicKey(transaction)
        .flatMap(clinicKey -> {
          Map<String, String> lookups = new LinkedHashMap<>();
          numbers.forEach(number -> lookups.put(number, clinicKey.blind(number)));
          return store
              .findOrMake(transaction, lookups.values(), clinicKey)
              .map(found -> byNumber(lookups, found, clinicKey));
        });
  }

  /**
   * The subject of a number; empty when the clinic has none, or has erased the person. Makes
   * nothing: a clinic without a key knows nobody.
   *
   * @param number as for {@link #identify}
   */
  public Mono<Subject> find(TenantTransaction transaction, String number) {
    return knownClinicKey(transaction)
        .flatMap(clinicKey -> {
          String lookup = clinicKey.blind(number);
          return store
              .find(transaction, lookup)
              .mapNotNull(found -> found.get(lookup))
              .filter(known -> known.key() != null)
              .map(known -> subject(known, clinicKey));
        });
  }

  /**
   * Destroys a person's key: what the log says of them stays and stays provable, but nothing ties
   * it to them any more. Should they come again, they are somebody new. Rows about them are for
   * their keeper to delete. Recorded in the same transaction, without saying whom it concerned.
   *
   * <p>A backup from before the erasure still has the wrapped key; the operator lets such backups
   * end within the time that the agreement names.
   *
   * @param number as for {@link #identify}
   * @return whether the clinic knew the person
   */
  public Mono<Boolean> erase(TenantTransaction transaction, String number) {
    return knownClinicKey(transaction)
        .flatMap(key -> store.erase(transaction, key.blind(number), Envelope.newKey()))
        .defaultIfEmpty(false)
        .flatMap(erased ->
            audit
                .append(transaction, erased ? new SubjectAct.Erased() : new SubjectAct.NotKnown())
                .thenReturn(erased));
  }

  /**
   * A one-way function under the clinic's key, for names that a sender made up and that could be
   * anything, a CPR number too: the same name gives the same 64 hex digits, for this clinic only.
   */
  public Mono<UnaryOperator<String>> blinding(TenantTransaction transaction) {
    return clinicKey(transaction).map(key -> name -> key.blind(NAME + name));
  }

  private Mono<ClinicKey> clinicKey(TenantTransaction transaction) {
    UUID clinic = transaction.tenant().value();
    return knownClinicKey(transaction)
        .switchIfEmpty(
            Mono.defer(
                () -> store.keep(transaction, fresh(clinic)).then(knownClinicKey(transaction))));
  }

  private Mono<ClinicKey> knownClinicKey(TenantTransaction transaction) {
    UUID clinic = transaction.tenant().value();
    return store.clinicKey(transaction).map(kept -> unwrap(clinic, kept));
  }

  private SubjectStore.WrappedClinicKey fresh(UUID clinic) {
    return new SubjectStore.WrappedClinicKey(
        masterKey.id(), masterKey.wrap(clinic, Envelope.newKey()));
  }

  private ClinicKey unwrap(UUID clinic, SubjectStore.WrappedClinicKey kept) {
    if (!kept.masterKey().equals(masterKey.id())) {
      throw new IllegalStateException(
          "a clinic's key does not fit the master key: it needs the one with id "
              + kept.masterKey());
    }
    return new ClinicKey(clinic, masterKey.unwrap(clinic, kept.wrapped()));
  }

  private static Map<String, Subject> byNumber(
      Map<String, String> lookups, Map<String, SubjectStore.Known> found, ClinicKey clinicKey) {
    Map<String, Subject> subjects = new HashMap<>();
    lookups.forEach((number, lookup) -> {
      SubjectStore.Known known = found.get(lookup);
      if (known == null) {
        throw new IllegalStateException("a subject that was made is not there");
      }
      subjects.put(number, subject(known, clinicKey));
    });
    return subjects;
  }

  private static Subject subject(SubjectStore.Known known, ClinicKey clinicKey) {
    byte[] wrapped = known.key();
    if (wrapped == null) {
      throw new IllegalStateException("a subject without a key");
    }
    byte[] pseudonym = ClinicKey.hmac(clinicKey.unwrap(known.id(), wrapped), PSEUDONYM);
    return new Subject(
        known.id(), new AuditAct.SubjectPseudonym(HexFormat.of().formatHex(pseudonym)));
  }
}
