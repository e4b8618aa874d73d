package dk.sentinel.compliance.privacy;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import reactor.core.publisher.Mono;

/**
 * Turns the numbers by which practice systems know people into subjects, without keeping the
 * numbers: what is stored is an HMAC under the clinic's own key, so that two clinics cannot tell
 * whether they know the same person.
 */
public final class Subjects {
  private static final String PSEUDONYM = "sentinel audit subject";
  private static final String NAME = "sentinel source name ";

  private final SubjectStore store = new SubjectStore();
  private final MasterKey masterKey;

  /**
   * Subjects under a platform key.
   *
   * @param masterKey wraps the clinics' keys
   */
  public Subjects(MasterKey masterKey) {
    this.masterKey = masterKey;
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
          numbers.forEach(number -> lookups.put(number, hmac(clinicKey, number)));
          return store
              .findOrMake(transaction, lookups.values(), masterKey)
              .map(found -> byNumber(lookups, found));
        });
  }

  /**
   * A one-way function under the clinic's key, for names that a sender made up and that could be
   * anything, a CPR number too: the same name gives the same 64 hex digits, for this clinic only.
   */
  public Mono<UnaryOperator<String>> blinding(TenantTransaction transaction) {
    return clinicKey(transaction).map(key -> name -> hmac(key, NAME + name));
  }

  private Mono<byte[]> clinicKey(TenantTransaction transaction) {
    java.util.UUID clinic = transaction.tenant().value();
    return store
        .wrappedKey(transaction)
        .switchIfEmpty(
            Mono.defer(() ->
                store
                    .keep(transaction, masterKey.wrap(clinic, masterKey.newKey()))
                    .then(store.wrappedKey(transaction))))
        .map(wrapped -> masterKey.unwrap(clinic, wrapped));
  }

  private static Map<String, Subject> byNumber(
      Map<String, String> lookups, Map<String, SubjectStore.Known> found) {
    Map<String, Subject> subjects = new HashMap<>();
    lookups.forEach((number, lookup) -> {
      SubjectStore.Known known = found.get(lookup);
      if (known == null) {
        throw new IllegalStateException("a subject that was made is not there");
      }
      subjects.put(
          number,
          new Subject(known.id(), new AuditAct.SubjectPseudonym(hmac(known.key(), PSEUDONYM))));
    });
    return subjects;
  }

  private static String hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
