package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The powers of attorney of the clinic that a transaction is bound to. An owner uploads one; two
 * people of the operator approve it, never one person twice; from then on those whom it names may
 * sign, alone or two together, until its last day, or until an owner takes it back. Each act is
 * recorded in the same transaction, a refused one too.
 */
public final class PowersOfAttorney {
  /** How many may wait for a decision at once. */
  public static final int MOST_WAITING = 5;

  private static final ZoneId DENMARK = ZoneId.of("Europe/Copenhagen");

  private final PowerStore store = new PowerStore();
  private final PromiseEventStore promises = new PromiseEventStore();
  private final AuditLog audit;

  /** Records in this log. */
  public PowersOfAttorney(AuditLog audit) {
    this.audit = audit;
  }

  /** All of the clinic's, the newest first. */
  public Flux<PowerOfAttorney> all(TenantTransaction transaction) {
    return store.all(transaction);
  }

  /**
   * Takes in a file.
   *
   * @param holders professional ids of owners of the clinic whom it names
   * @param until the last day on which they may sign, in Denmark
   * @return empty when somebody named is no owner, or too many wait already
   */
  public Mono<UUID> upload(
      TenantTransaction transaction,
      byte[] file,
      List<String> holders,
      LocalDate until,
      String personName,
      Instant now) {
    UUID id = UUID.randomUUID();
    Sha256 hash = Sha256.of(file);
    return promises
        .oneAtATime(transaction)
        .thenMany(Flux.defer(() -> store.all(transaction)))
        .filter(power -> power.state(day(now)) == PowerOfAttorney.State.WAITING)
        .count()
        .filter(waiting -> waiting < MOST_WAITING)
        .flatMap(few -> store.owners(transaction, holders, now).collectList())
        .filter(owners -> owners.size() == holders.size())
        .flatMap(owners ->
            store
                .keep(
                    transaction,
                    new PowerOfAttorney(
                        id, hash, file.length, owners, until, personName, now, List.of()),
                    file)
                .then(
                    Mono.defer(() ->
                        audit.append(transaction, new PowerAct.Uploaded(id, hash, owners.size()))))
                .thenReturn(id));
  }

  /** The file; empty when the clinic has none of that id. */
  public Mono<byte[]> read(TenantTransaction transaction, UUID id) {
    return store
        .bytes(transaction, id)
        .flatMap(bytes -> audit.append(transaction, new PowerAct.Read(id)).thenReturn(bytes));
  }

  /**
   * Approves one, as the person in the transaction's context.
   *
   * @param signers how many of those whom it names must sign: 1 or 2
   * @return empty when the clinic has none of that id
   */
  public Mono<PowerOutcome> approve(
      TenantTransaction transaction, UUID id, int signers, String personName, Instant now) {
    return locked(transaction, id)
        .flatMap(power -> {
          PowerOutcome outcome = approval(power, transaction.act().actor().id(), signers, now);
          return kept(
                  transaction,
                  outcome,
                  id,
                  step(transaction, PowerOfAttorney.Kind.APPROVED, signers, null, personName, now))
              .then(
                  Mono.defer(
                      () -> audit.append(transaction, new PowerAct.Approved(id, signers, outcome))))
              .thenReturn(outcome);
        });
  }

  private static PowerOutcome approval(
      PowerOfAttorney power, String personId, int signers, Instant now) {
    PowerOutcome mine = decision(power, personId, now);
    if (mine != PowerOutcome.DONE) {
      return mine;
    }
    if (power.steps().stream().anyMatch(step -> step.personId().equals(personId))) {
      return PowerOutcome.SAME_PERSON;
    }
    if (power.steps().stream().anyMatch(step -> !Objects.equals(step.signers(), signers))) {
      return PowerOutcome.OTHER_SIGNERS;
    }
    return power.holders().size() < signers ? PowerOutcome.TOO_FEW_NAMED : PowerOutcome.DONE;
  }

  private static PowerOutcome decision(PowerOfAttorney power, String personId, Instant now) {
    if (power.names(personId)) {
      return PowerOutcome.OWN_POWER;
    }
    return power.state(day(now)) == PowerOfAttorney.State.WAITING
        ? PowerOutcome.DONE
        : PowerOutcome.DECIDED;
  }

  /** Refuses one that waits; empty when the clinic has none of that id. */
  public Mono<PowerOutcome> reject(
      TenantTransaction transaction,
      UUID id,
      PowerOfAttorney.Reason reason,
      String personName,
      Instant now) {
    return locked(transaction, id)
        .flatMap(power -> {
          PowerOutcome outcome = decision(power, transaction.act().actor().id(), now);
          return kept(
                  transaction,
                  outcome,
                  id,
                  step(transaction, PowerOfAttorney.Kind.REJECTED, null, reason, personName, now))
              .then(
                  Mono.defer(() ->
                      outcome == PowerOutcome.DONE
                          ? audit.append(transaction, new PowerAct.Rejected(id, reason))
                          : Mono.empty()))
              .thenReturn(outcome);
        });
  }

  /**
   * Takes one back; from then on nobody signs under it, and what waits for a second signature under
   * it waits in vain. What was signed before stays signed. Empty when there is none of that id.
   */
  public Mono<PowerOutcome> withdraw(
      TenantTransaction transaction, UUID id, String personName, Instant now) {
    return locked(transaction, id)
        .flatMap(power -> {
          boolean open =
              switch (power.state(day(now))) {
                case WAITING, IN_FORCE -> true;
                case REJECTED, WITHDRAWN, EXPIRED -> false;
              };
          PowerOutcome outcome = open ? PowerOutcome.DONE : PowerOutcome.DECIDED;
          return kept(
                  transaction,
                  outcome,
                  id,
                  step(transaction, PowerOfAttorney.Kind.WITHDRAWN, null, null, personName, now))
              .then(
                  Mono.defer(() ->
                      open ? audit.append(transaction, new PowerAct.Withdrawn(id)) : Mono.empty()))
              .thenReturn(outcome);
        });
  }

  /**
   * What the powers say about a person now. Until the transaction ends nobody changes them, and
   * nobody else signs for the clinic.
   */
  public Mono<Mandate> mandate(TenantTransaction transaction, String personId, Instant now) {
    return promises
        .oneAtATime(transaction)
        .thenMany(Flux.defer(() -> store.all(transaction)))
        .filter(power -> power.state(day(now)) == PowerOfAttorney.State.IN_FORCE)
        .filter(power -> power.names(personId))
        .next()
        .flatMap(power -> mandate(transaction, power))
        .defaultIfEmpty(Mandate.NONE);
  }

  private Mono<Mandate> mandate(TenantTransaction transaction, PowerOfAttorney power) {
    return store
        .pending(transaction, power.id())
        .collectList()
        .map(pending -> new Mandate(power.id(), power.sha256(), power.signers(), pending));
  }

  /**
   * A signing that waits for a second person.
   *
   * @param power under which it was begun
   * @param signed who has signed
   * @param missing names of those of whom one must still sign
   */
  public record Begun(UUID power, List<Mandate.Pending> signed, List<String> missing) {}

  /** The signing of a text that was begun and is not complete; empty when there is none. */
  public Mono<Begun> begun(TenantTransaction transaction, SignableText text, Instant now) {
    return store
        .all(transaction)
        .filter(power -> power.state(day(now)) == PowerOfAttorney.State.IN_FORCE)
        .filter(power -> power.signers() > 1)
        .concatMap(power ->
            store
                .pending(transaction, power.id())
                .filter(one -> one.textId().equals(text.textId()))
                .collectList()
                .filter(signed -> !signed.isEmpty())
                .map(signed -> begun(power, signed)))
        .next();
  }

  private static Begun begun(PowerOfAttorney power, List<Mandate.Pending> signed) {
    return new Begun(
        power.id(),
        signed,
        power.holders().stream()
            .filter(holder ->
                signed.stream().noneMatch(one -> one.personId().equals(holder.personId())))
            .map(PowerOfAttorney.Holder::name)
            .toList());
  }

  private Mono<PowerOfAttorney> locked(TenantTransaction transaction, UUID id) {
    return promises
        .oneAtATime(transaction)
        .thenMany(Flux.defer(() -> store.all(transaction)))
        .filter(power -> power.id().equals(id))
        .next();
  }

  private Mono<Void> kept(
      TenantTransaction transaction, PowerOutcome outcome, UUID id, PowerOfAttorney.Step step) {
    return outcome == PowerOutcome.DONE ? store.keep(transaction, id, step) : Mono.empty();
  }

  private static PowerOfAttorney.Step step(
      TenantTransaction transaction,
      PowerOfAttorney.Kind kind,
      @Nullable Integer signers,
      PowerOfAttorney.@Nullable Reason reason,
      String personName,
      Instant now) {
    return new PowerOfAttorney.Step(
        kind, transaction.act().actor().id(), personName, signers, reason, now);
  }

  private static LocalDate day(Instant now) {
    return LocalDate.ofInstant(now, DENMARK);
  }

  /** A constant as it is written in contracts and in the database. */
  public static String code(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
