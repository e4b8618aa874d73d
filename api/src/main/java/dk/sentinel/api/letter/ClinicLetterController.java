package dk.sentinel.api.letter;

import static dk.sentinel.api.identity.ClinicRole.OWNER;

import dk.sentinel.api.identity.ForClinic;
import dk.sentinel.api.problem.Fields;
import dk.sentinel.api.problem.Language;
import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.audit.AuditLog;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** An owner says where letters about the agreement go, and sees which went. */
@RestController
@RequestMapping("/clinics/{clinicId}/letters")
final class ClinicLetterController {
  /** One plain address: no name, no list, nothing that could end a header. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?=.{3,254}$)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
              + "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
              + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+");

  private final TenantTransactions transactions;
  private final AuditLog audit;
  private final Clock clock;
  private final LetterSettings settings;
  private final LetterStore store = new LetterStore();

  ClinicLetterController(
      TenantTransactions transactions, AuditLog audit, Clock clock, LetterSettings settings) {
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
    this.settings = settings;
  }

  @GetMapping
  @ForClinic(OWNER)
  Mono<View> letters() {
    return transactions.inTransaction(transaction ->
        store
            .letters(transaction)
            .map(LetterView::of)
            .collectList()
            .zipWith(optional(store.address(transaction)))
            .map(both -> view(both.getT1(), both.getT2())));
  }

  private View view(List<LetterView> letters, Optional<LetterStore.Address> address) {
    return new View(
        settings.areSent(),
        address.map(LetterStore.Address::address).orElse(null),
        address.map(each -> each.language().tag()).orElse(null),
        letters);
  }

  private static <T> Mono<Optional<T>> optional(Mono<T> value) {
    return value.map(Optional::of).defaultIfEmpty(Optional.empty());
  }

  @PutMapping("/address")
  @ForClinic(OWNER)
  Mono<ResponseEntity<Void>> set(@RequestBody Asked asked) {
    Fields fields = new Fields();
    String address =
        fields.matching(
            "address",
            asked.address == null ? null : asked.address.strip(),
            ADDRESS,
            "must be an e-mail address, such as post@klinik.dk");
    fields.refuseIfBroken();
    return set(address, Language.of(asked.language));
  }

  /** From now on no letters come. */
  @DeleteMapping("/address")
  @ForClinic(OWNER)
  Mono<ResponseEntity<Void>> remove() {
    return set(null, TextLanguage.DA);
  }

  private Mono<ResponseEntity<Void>> set(@Nullable String address, TextLanguage language) {
    return transactions
        .inTransaction(transaction ->
            store
                .set(transaction, address, language, clock.instant())
                .then(
                    Mono.defer(
                        () -> audit.append(transaction, new LetterAct.Address(address != null)))))
        .thenReturn(ResponseEntity.noContent().build());
  }

  /** Never printed. */
  record Asked(@Nullable String address, @Nullable String language) {
    @Override
    public String toString() {
      return "an address";
    }
  }

  /**
   * Never printed.
   *
   * @param sending whether this installation sends letters
   * @param address where they go; null for nowhere
   * @param language of the letters; null when they go nowhere
   * @param letters the newest first
   */
  record View(
      boolean sending,
      @Nullable String address,
      @Nullable String language,
      List<LetterView> letters) {
    @Override
    public String toString() {
      return "letters";
    }
  }
}
