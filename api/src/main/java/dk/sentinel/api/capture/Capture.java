package dk.sentinel.api.capture;

import dk.sentinel.compliance.audit.AuditAct;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.privacy.Gate;
import dk.sentinel.compliance.privacy.GateCalendar;
import dk.sentinel.compliance.privacy.Gates;
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
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Takes a Bundle in: one transaction reads when the clinic's gates were open, stores what they
 * admit, and records the act, person by person. Either all of it is durable when the receipt is
 * given, or nothing happened. The same Bundle again stores nothing and says so.
 */
final class Capture {
  static final String PROJECT = "diagnosekodning";

  /** Two senders of the same records at the same moment: the later tries again and finds them. */
  private static final int TRIES_AT_ONCE = 3;

  private final TenantTransactions transactions;
  private final Gates gates;
  private final Subjects subjects;
  private final AuditLog audit;
  private final Clock clock;
  private final boolean synthetic;
  private final CaptureStore store = new CaptureStore();

  Capture(
      TenantTransactions transactions,
      Gates gates,
      Subjects subjects,
      AuditLog audit,
      Clock clock,
      boolean synthetic) {
    this.transactions = transactions;
    this.gates = gates;
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
   * @param ydernummer for whom
   */
  record Delivery(ReceivedBundle bundle, String sha256, String systemId, String ydernummer) {}

  /** What the gates left of the findings. */
  private record Admitted(List<MinimisedEntry> entries, List<Refused> refused, DropCount dropped) {
    /** A sender may call a record anything, by a CPR number too: that is never stored. */
    Admitted withSourceIds(UnaryOperator<String> blinding) {
      return new Admitted(
          entries.stream()
              .map(entry -> entry.withSourceId(blinding.apply(entry.sourceId())))
              .toList(),
          refused,
          dropped);
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
                gates
                    .calendar(transaction, PROJECT, delivery.systemId())
                    .flatMap(calendar -> {
                      Gate closed = calendar.firstClosedNow();
                      return closed == null
                          ? keep(transaction, delivery, now, admit(findings, calendar))
                              .map(Outcome::of)
                          : refuse(transaction, delivery, closed);
                    }))
        .retryWhen(
            Retry.max(TRIES_AT_ONCE)
                .filter(error -> DatabaseFault.of(error) == DatabaseFault.DUPLICATE))
        .map(Outcome::receipt);
  }

  /** A receipt, or a refusal that must be committed before it is thrown. */
  private record Outcome(
      @org.jspecify.annotations.Nullable Receipt given,
      @org.jspecify.annotations.Nullable FhirRefusal refusal) {
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
    return audit
        .append(
            transaction,
            new CaptureAct.BundleRefused(
                "gate-closed:" + closed.code(), delivery.bundle().entries().size()))
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

  private static Admitted admit(EntryReader.Findings findings, GateCalendar calendar) {
    List<Refused> refused = new ArrayList<>(findings.refused());
    List<MinimisedEntry> kept = new ArrayList<>();
    for (MinimisedEntry entry : findings.admitted()) {
      if (entry instanceof MinimisedEntry.Dated dated
          && calendar.admits(dated.day()) instanceof GateCalendar.Admission.Closed closed) {
        refused.add(
            new Refused(
                entry.index(), entry.type(), Refused.Reason.GATE_CLOSED, closed.gate().code()));
      } else {
        kept.add(entry);
      }
    }
    Set<String> peopleWithData = new HashSet<>();
    kept.stream()
        .filter(MinimisedEntry.Dated.class::isInstance)
        .forEach(entry -> peopleWithData.add(entry.person()));
    kept.stream()
        .filter(entry -> !peopleWithData.contains(entry.person()))
        .forEach(entry -> findings.dropped().resource(entry.type(), "no-datum"));
    return new Admitted(
        kept.stream().filter(entry -> peopleWithData.contains(entry.person())).toList(),
        refused.stream().sorted(java.util.Comparator.comparingInt(Refused::index)).toList(),
        findings.dropped());
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
        .zipWith(store.latest(transaction, delivery.systemId(), admitted.entries()))
        .flatMap(
            known -> write(transaction, delivery, now, admitted, known.getT1(), known.getT2()));
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
        .then(
            audit.appendAll(
                transaction, acts(delivery, receipt, totals, records, admitted.refused())))
        .thenReturn(receipt);
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

  private static List<AuditAct> acts(
      Delivery delivery,
      Receipt receipt,
      int[] totals,
      List<CaptureStore.NewRecord> records,
      List<Refused> refused) {
    List<AuditAct> acts = new ArrayList<>();
    acts.add(
        new CaptureAct.Received(
            receipt.receiptId(),
            delivery.ydernummer(),
            totals[0],
            totals[1],
            totals[2],
            totals[3]));
    Map<Subject, Map<String, Integer>> bySubject = new LinkedHashMap<>();
    for (CaptureStore.NewRecord record : records) {
      bySubject
          .computeIfAbsent(record.subject(), subject -> new TreeMap<>())
          .merge(record.entry().type(), 1, Integer::sum);
    }
    bySubject.forEach((subject, counts) ->
        acts.add(new CaptureAct.Stored(receipt.receiptId(), subject.pseudonym(), counts)));
    if (!refused.isEmpty()) {
      Map<String, Integer> reasons = new TreeMap<>();
      for (Refused one : refused) {
        String gate = one.gate();
        reasons.merge(one.reason().code() + (gate == null ? "" : "." + gate), 1, Integer::sum);
      }
      acts.add(new CaptureAct.EntriesRefused(receipt.receiptId(), reasons));
    }
    return acts;
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
