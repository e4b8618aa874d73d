package dk.sentinel.api.audit;

import static dk.sentinel.api.identity.ClinicRole.AUDITOR;
import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.identity.AfterDeletion;
import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.compliance.audit.AuditEntry;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.audit.AuditTree;
import dk.sentinel.compliance.audit.LogKey;
import dk.sentinel.compliance.audit.SequencedEntry;
import dk.sentinel.compliance.audit.proof.BundlePath;
import dk.sentinel.compliance.audit.proof.Checkpoint;
import dk.sentinel.compliance.audit.proof.SignedNote;
import dk.sentinel.compliance.audit.proof.TilePath;
import dk.sentinel.compliance.audit.proof.TlogProof;
import dk.sentinel.compliance.audit.proof.VerifierKey;
import dk.sentinel.compliance.tenancy.TenantTransaction;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * A clinic's log as tiles, bundles and proofs (C2SP tlog-tiles and tlog-proof), so that any tool
 * that speaks these formats can verify it. Whoever is given entries is recorded before. Tiles of
 * hashes, checkpoints and consistency proofs tell nothing of any person and are not.
 */
@RestController
@AfterDeletion
@RequestMapping("/clinics/{clinicId}")
final class TreeController {
  private static final String BUNDLES = "entries/";

  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final AuditTree tree;
  private final LogKey key;
  private final MemberNameStore members = new MemberNameStore();

  TreeController(TenantTransactions transactions, AuditLog audit, AuditTree tree, LogKey key) {
    this.transactions = transactions;
    this.audit = audit;
    this.tree = tree;
    this.key = key;
  }

  @GetMapping("/log/tile/{*place}")
  @ForClinic({OWNER, AUDITOR})
  Mono<ResponseEntity<byte[]>> tile(@PathVariable String place) {
    String path = place.substring(1);
    Mono<byte[]> found = path.startsWith(BUNDLES) ? bundle("tile/" + path) : hashes("tile/" + path);
    return found.map(TreeController::unchanging).switchIfEmpty(notGrown());
  }

  private Mono<byte[]> hashes(String path) {
    TilePath tile = parsed(path, TilePath::parse);
    return transactions.inTransaction(transaction -> tree.tile(transaction, tile));
  }

  private Mono<byte[]> bundle(String path) {
    BundlePath bundle = parsed(path, BundlePath::parse);
    LogRead look = new LogRead(bundle.first(), bundle.width());
    return withinScope(
        look, transaction -> recorded(transaction, look, tree.bundle(transaction, bundle)));
  }

  private static <T> T parsed(String path, Function<String, T> parse) {
    try {
      return parse.apply(path);
    } catch (IllegalArgumentException notOne) {
      throw Problem.invalid(
              "tile", "must read tile/<level>/<number> or tile/entries/<number>, as in C2SP")
          .asException();
    }
  }

  /** What has its place in a log never changes. */
  private static ResponseEntity<byte[]> unchanging(byte[] bytes) {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable())
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .body(bytes);
  }

  @GetMapping("/audit/entries/{position}")
  @ForClinic({OWNER, AUDITOR})
  Mono<ProvenEntry> entry(@PathVariable UUID clinicId, @PathVariable String position) {
    List<VerifierKey> keys = key.verifiersOf(clinicId);
    return proven(
        position,
        (transaction, proven) ->
            members.names(transaction).map(names -> ProvenEntry.of(proven, keys, names)));
  }

  /** The bytes that were hashed, to be kept beside the proof. */
  @GetMapping(path = "/audit/entries/{position}.json", produces = MediaType.APPLICATION_JSON_VALUE)
  @ForClinic({OWNER, AUDITOR})
  Mono<byte[]> canonical(@PathVariable String position) {
    return proven(position, (transaction, proven) -> Mono.just(proven.canonical()));
  }

  @GetMapping(
      path = "/audit/entries/{position}.tlog-proof",
      produces = MediaType.TEXT_PLAIN_VALUE + ";charset=UTF-8")
  @ForClinic({OWNER, AUDITOR})
  Mono<String> proof(@PathVariable String position) {
    return proven(position, (transaction, proven) -> Mono.just(proven.proof().text()));
  }

  private interface Shown<T> {
    Mono<T> of(TenantTransaction transaction, AuditTree.Proven proven);
  }

  /** The entry is proven as of before this look, which is itself the next entry. */
  private <T> Mono<T> proven(String position, Shown<T> shown) {
    if (!LogPlace.isOne(position)) {
      return transactions
          .inTransaction(transaction ->
              audit.append(transaction, new RefusedLogRead(RefusedLogRead.INVALID_POSITION)))
          .then(Mono.error(() -> LogPlace.notOne("position").asException()));
    }
    long at = Long.parseLong(position);
    LogRead look = new LogRead(at, 1);
    return withinScope(
            look,
            transaction ->
                recorded(transaction, look, tree.entry(transaction, at))
                    .flatMap(proven -> shown.of(transaction, proven)))
        .switchIfEmpty(notGrown());
  }

  /** Entries of days that the caller may not read are refused, and that is committed first. */
  private <T> Mono<T> withinScope(LogRead look, Function<TenantTransaction, Mono<T>> read) {
    return transactions
        .inTransaction(transaction ->
            tree.reaches(transaction, look.first(), look.count())
                .flatMap(reaches ->
                    reaches
                        ? read.apply(transaction).map(Optional::of)
                        : audit
                            .append(transaction, new RefusedLogRead(RefusedLogRead.OUTSIDE_PERIOD))
                            .thenReturn(Optional.<T>empty())))
        .map(found -> found.orElseThrow(LogPlace.OUTSIDE_PERIOD::asException));
  }

  @GetMapping("/log/consistency")
  @ForClinic({OWNER, AUDITOR})
  Mono<Growth> consistency(@RequestParam String from, @RequestParam String to) {
    long smaller = LogPlace.number("from", from);
    long larger = LogPlace.number("to", to);
    if (smaller > larger) {
      throw Problem.invalid("from", "must not be greater than to").asException();
    }
    return transactions
        .inTransaction(transaction -> tree.growth(transaction, smaller, larger))
        .map(Growth::of)
        .switchIfEmpty(notGrown());
  }

  /** Records the look in the transaction that reads; what the log does not have, as refused. */
  private <T> Mono<T> recorded(TenantTransaction transaction, LogRead look, Mono<T> read) {
    return read.flatMap(found -> audit.append(transaction, look).thenReturn(found))
        .switchIfEmpty(
            Mono.defer(() -> audit.append(transaction, look.beyondTheLog()).then(Mono.empty())));
  }

  private static <T> Mono<T> notGrown() {
    return Mono.error(LogPlace.NOT_GROWN::asException);
  }

  /**
   * An entry with its proof, already checked once.
   *
   * @param entry what it says
   * @param canonical the text whose bytes were hashed
   * @param proof a C2SP tlog-proof
   * @param logSize how many entries the log had that the proof leads to
   * @param key the clinic's verifier key that signed that log, for checking again elsewhere
   * @param verified whether the proof, checked just now with that key, shows the entry in the log
   */
  record ProvenEntry(
      EntryView entry, String canonical, String proof, long logSize, String key, boolean verified) {
    /** The newest checkpoint of a quiet log may still be the work of an earlier key. */
    static ProvenEntry of(
        AuditTree.Proven proven, List<VerifierKey> keys, Map<String, String> names) {
      String canonical = new String(proven.canonical(), StandardCharsets.UTF_8);
      TlogProof proof = proven.proof();
      Optional<VerifierKey> signer =
          keys.stream().filter(key -> proof.verifies(proven.canonical(), key)).findFirst();
      return new ProvenEntry(
          EntryView.of(new SequencedEntry(proof.position(), AuditEntry.parse(canonical)), names),
          canonical,
          proof.text(),
          Checkpoint.parse(SignedNote.parse(proof.checkpoint()).text()).size(),
          signer.orElse(keys.getFirst()).toString(),
          signer.isPresent());
    }
  }

  record Growth(long from, long to, List<String> proof, String checkpoint) {
    static Growth of(AuditTree.Growth growth) {
      return new Growth(
          growth.from(),
          growth.to(),
          growth.proof().stream().map(Base64.getEncoder()::encodeToString).toList(),
          growth.checkpoint());
    }
  }
}
