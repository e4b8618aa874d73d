package dk.sentinel.api.capture;

import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.privacy.Deviation;
import dk.sentinel.compliance.privacy.Gate;
import dk.sentinel.compliance.privacy.GateCalendar;
import dk.sentinel.compliance.privacy.Instruction;
import dk.sentinel.compliance.privacy.Subject;
import dk.sentinel.compliance.privacy.Subjects;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.DatabaseFault;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Takes a Bundle in: one transaction reads when the clinic's gates were open, stores what they
 * admit, and records the act, person by person. Either all of it is durable when the receipt is
 * given, or nothing happened. The same Bundle again stores nothing and says so.
 */
final class Capture {

  /** Two senders of the same records at the same moment: the later tries again and finds them. */
  private static final int TRIES_AT_ONCE = 3;

  private final TenantTransactions transactions;
  private final Instruction instruction;
  private final Subjects subjects;
  private final AuditLog audit;
  private final Clock clock;
  private final boolean synthetic;
  private final CaptureStore store = new CaptureStore();

  Capture(
      TenantTransactions transactions,
      Instruction instruction,
      Subjects subjects,
      AuditLog audit,
      Clock clock,
      boolean synthetic) {
    this.transactions = transactions;
    this.instruction = instruction;
    this.subjects = subjects;
    this.audit = audit;
    this.clock = clock;
    this.synthetic = synthetic;
  }

  /**
   * A Bundle whose clinic is known.
   *
   * @param bundle its entries
   * @param sha256 its hash, lower-case hex
   * @param systemId who sent it
   * @param kinds the resource types that it may send
   * @param ydernumre for whom; what is stored counts for the first
   */
  record Delivery(
      ReceivedBundle bundle,
      String sha256,
      String systemId,
      Set<String> kinds,
      SortedSet<String> ydernumre) {
    String ydernummer() {
      return ydernumre.first();
    }
  }

  Mono<Receipt> take(ActContext act, Delivery delivery) {
    Instant now = clock.instant();
    LocalDate today = LocalDate.ofInstant(now, GateCalendar.DENMARK);
    EntryReader.Findings findings = EntryReader.read(delivery.bundle(), today, synthetic);
    return transactions
        .inTransaction(
            act,
            transaction ->
                instruction
                    .receiving(
                        transaction,
                        EntryReader.SPECIFICATION,
                        delivery.systemId(),
                        delivery.ydernumre())
                    .flatMap(calendar -> {
                      Gate closed = calendar.firstClosedNow();
                      return closed == null
                          ? keep(
                                  transaction,
                                  delivery,
                                  now,
                                  Admitted.by(delivery.kinds(), calendar::admits, findings))
                              .map(Outcome::of)
                          : refuse(transaction, delivery, closed);
                    }))
        .retryWhen(
            Retry.max(TRIES_AT_ONCE)
                .filter(error -> DatabaseFault.of(error) == DatabaseFault.DUPLICATE))
        .map(Outcome::receipt);
  }

  /** A receipt, or a refusal that must be committed before it is thrown. */
  private record Outcome(@Nullable Receipt given, @Nullable FhirRefusal refusal) {
    static Outcome of(Receipt receipt) {
      return new Outcome(receipt, null);
    }

    Receipt receipt() {
      if (given != null) {
        return given;
      }
      throw refusal == null ? new IllegalStateException("neither receipt nor refusal") : refusal;
    }
  }

  private Mono<Outcome> refuse(TenantTransaction transaction, Delivery delivery, Gate closed) {
    int entries = delivery.bundle().entries().size();
    return instruction
        .refuse(
            transaction,
            new CaptureAct.BundleRefused("gate-closed:" + closed.code(), entries),
            deviation(delivery, Deviation.Reason.of(closed), entries))
        .thenReturn(
            new Outcome(
                null,
                new FhirRefusal(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "business-rule",
                    "Nothing was stored: the clinic's gate \""
                        + closed.code()
                        + "\" is closed. The clinic's owner sees in the portal what opens it.",
                    closed.code())));
  }

  private Mono<Receipt> keep(
      TenantTransaction transaction, Delivery delivery, Instant now, Admitted admitted) {
    return subjects
        .blinding(transaction)
        .flatMap(
            blinding -> keepBlinded(transaction, delivery, now, admitted.withSourceIds(blinding)));
  }

  private Mono<Receipt> keepBlinded(
      TenantTransaction transaction, Delivery delivery, Instant now, Admitted admitted) {
    Set<String> people =
        admitted.entries().stream().map(MinimisedEntry::person).collect(Collectors.toSet());
    return subjects
        .identify(transaction, people)
        .flatMap(known ->
            store
                .latest(transaction, delivery.systemId(), admitted.entries())
                .flatMap(latest -> write(transaction, delivery, now, admitted, known, latest)));
  }

  private Mono<Receipt> write(
      TenantTransaction transaction,
      Delivery delivery,
      Instant now,
      Admitted admitted,
      Map<String, Subject> known,
      Map<String, CaptureStore.Latest> latest) {
    UUID receiptId = UUID.randomUUID();
    List<CaptureStore.NewRecord> records = changed(admitted.entries(), known, latest);
    Map<String, Integer> stored = new TreeMap<>();
    records.forEach(record -> stored.merge(record.entry().type(), 1, Integer::sum));
    Map<String, Integer> unchanged = new TreeMap<>();
    admitted.entries().forEach(entry -> unchanged.merge(entry.type(), 1, Integer::sum));
    stored.forEach((type, count) ->
        unchanged.computeIfPresent(type, (t, all) -> all > count ? all - count : null));
    Receipt receipt =
        new Receipt(
            receiptId,
            now,
            delivery.sha256(),
            stored,
            unchanged,
            Receipt.dropped(admitted.dropped().counts()),
            admitted.refused().stream().map(Receipt.RefusedEntry::of).toList());
    int[] totals = {
      records.size(),
      admitted.entries().size() - records.size(),
      admitted.dropped().total(),
      admitted.refused().size()
    };
    return store
        .write(transaction, delivery.systemId(), delivery.ydernummer(), receiptId, now, records)
        .then(store.receipt(transaction, delivery.systemId(), receipt, totals))
        .then(Mono.defer(() -> instruction.basis(transaction, EntryReader.SPECIFICATION)))
        .flatMap(basis ->
            audit.appendAll(
                transaction,
                CaptureAct.all(
                    receipt.receiptId(),
                    basis,
                    delivery.ydernummer(),
                    totals,
                    records,
                    admitted.refused())))
        .then(instruction.note(transaction, deviations(delivery, admitted.refused())))
        .thenReturn(receipt);
  }

  /** What was left out because the instruction does not allow it; bad data are none of that. */
  private static List<Deviation> deviations(Delivery delivery, List<Refused> refused) {
    Map<Deviation.Reason, Integer> left = new EnumMap<>(Deviation.Reason.class);
    for (Refused one : refused) {
      Deviation.Reason reason = one.deviatesBy();
      if (reason != null) {
        left.merge(reason, 1, Integer::sum);
      }
    }
    return left.entrySet().stream()
        .map(each -> deviation(delivery, each.getKey(), each.getValue()))
        .toList();
  }

  private static Deviation deviation(Delivery delivery, Deviation.Reason reason, int entries) {
    return new Deviation(
        Deviation.Act.RECEIVE,
        EntryReader.SPECIFICATION.code(),
        reason,
        entries,
        delivery.systemId());
  }

  private static List<CaptureStore.NewRecord> changed(
      List<MinimisedEntry> entries,
      Map<String, Subject> known,
      Map<String, CaptureStore.Latest> latest) {
    List<CaptureStore.NewRecord> records = new ArrayList<>();
    for (MinimisedEntry entry : entries) {
      Subject subject = known.get(entry.person());
      if (subject == null) {
        throw new IllegalStateException("a person without a subject");
      }
      String content = sha256(subject.id() + "|" + entry.content());
      CaptureStore.Latest before = latest.get(entry.type() + "/" + entry.sourceId());
      if (before == null || !before.content().equals(content)) {
        records.add(
            new CaptureStore.NewRecord(
                entry,
                subject,
                UUID.randomUUID(),
                before == null ? 1 : before.version() + 1,
                content,
                before == null ? null : before.recordId()));
      }
    }
    return records;
  }

  /** The hash of a text, lower-case hex. */
  static String sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
