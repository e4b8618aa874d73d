package dk.sentinel.api.ending;

import dk.sentinel.api.audit.CsvText;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.api.report.ReportFiles;
import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.Agreements;
import dk.sentinel.compliance.agreement.Party;
import dk.sentinel.compliance.audit.AuditTree;
import dk.sentinel.compliance.audit.ProofFiles;
import dk.sentinel.compliance.audit.ProofFiles.ProofFile;
import dk.sentinel.compliance.audit.VerifierProgram;
import dk.sentinel.compliance.ending.Termination;
import dk.sentinel.compliance.ending.Terminations;
import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.TenantTransactions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Everything that Sentinel keeps for a clinic, as files: read-me files, the databank as FHIR and as
 * spreadsheets, the reports, the clinic and its promises with their evidence, and the log with its
 * proofs. Made as they are read: a page of rows, a document or a bundle of entries is in memory at
 * a time. Parts of one file follow each other under the same name.
 */
@Component
final class TakenAlong {
  private static final UUID FIRST = new UUID(0, 0);

  private final TenantTransactions transactions;
  private final Agreements agreements;
  private final Terminations terminations;
  private final ReportFiles reports;
  private final ProofFiles proofs;
  private final VerifierProgram verifier;
  private final TakenAlongStore store = new TakenAlongStore();

  TakenAlong(
      TenantTransactions transactions,
      Agreements agreements,
      Terminations terminations,
      ReportFiles reports,
      ProofFiles proofs,
      VerifierProgram verifier) {
    this.transactions = transactions;
    this.agreements = agreements;
    this.terminations = terminations;
    this.reports = reports;
    this.proofs = proofs;
    this.verifier = verifier;
  }

  /**
   * What is taken along.
   *
   * @param clinic whose it is
   * @param head of its log
   * @param at when
   * @param language of the spreadsheets' separators
   */
  record Taking(Party clinic, AuditTree.Head head, Instant at, TextLanguage language) {}

  Flux<ProofFile> files(ActContext act, Taking taking) {
    return Flux.just(readme(TextLanguage.DA, taking), readme(TextLanguage.EN, taking))
        .concatWith(Flux.fromIterable(KeptTable.ALL).concatMap(table -> fhir(act, table), 0))
        .concatWith(
            Flux.fromIterable(KeptTable.ALL)
                .concatMap(table -> csv(act, table, taking.language()), 0))
        .concatWith(Flux.defer(reports::files).contextWrite(act.write()))
        .concatWith(clinic(act))
        .concatWith(documents(act))
        .concatWith(
            proofs
                .files(act, taking.head())
                .map(file -> new ProofFile("log/" + file.name(), file.content())))
        .concatWith(Mono.defer(() -> stillWhole(act)));
  }

  /** What a deletion has begun to take away is no whole any more: the stream breaks. */
  private Mono<ProofFile> stillWhole(ActContext act) {
    return transactions
        .inTransaction(act, terminations::current)
        .filter(termination -> termination.stage() != Termination.Stage.NOTICE)
        .flatMap(begun -> Mono.error(Problem.UNAVAILABLE.asException()));
  }

  private Flux<ProofFile> fhir(ActContext act, KeptTable table) {
    var resource = table.resource();
    if (resource == null) {
      return Flux.empty();
    }
    String name = "data/fhir/" + table.file() + ".ndjson";
    return parts(
        name,
        "",
        pages(act, table)
            .map(page ->
                page.stream()
                    .map(row -> resource.apply(row) + "\n")
                    .collect(Collectors.joining())));
  }

  private Flux<ProofFile> csv(ActContext act, KeptTable table, TextLanguage language) {
    CsvText csv = new CsvText(language);
    return parts(
        "data/csv/" + table.file() + ".csv",
        CsvText.BYTE_ORDER_MARK + csv.line(table.columns().stream()),
        pages(act, table)
            .map(page ->
                page.stream()
                    .map(row -> csv.line(table.columns().stream().map(name -> cell(row, name))))
                    .collect(Collectors.joining())));
  }

  private static String cell(JsonNode row, String column) {
    @Nullable JsonNode value = row.get(column);
    return value == null || value.isNull() ? "" : value.asString();
  }

  private static Flux<ProofFile> parts(String name, String head, Flux<String> rest) {
    return Flux.just(head)
        .concatWith(rest)
        .map(text -> new ProofFile(name, text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The rows of a table in pages, each in a short transaction of its own. */
  private Flux<List<JsonNode>> pages(ActContext act, KeptTable table) {
    return page(act, table, FIRST)
        .expand(page ->
            page.size() < TakenAlongStore.PAGE
                ? Mono.empty()
                : page(act, table, UUID.fromString(page.getLast().required("id").asString())));
  }

  private Mono<List<JsonNode>> page(ActContext act, KeptTable table, UUID after) {
    return transactions.inTransaction(act, transaction -> store.page(transaction, table, after));
  }

  private Flux<ProofFile> clinic(ActContext act) {
    return Flux.fromIterable(TakenAlongStore.CLINIC.entrySet())
        .concatMap(
            file ->
                transactions
                    .inTransaction(act, transaction -> store.lines(transaction, file.getValue()))
                    .map(lines -> new ProofFile(file.getKey() + ".ndjson", lines)),
            0);
  }

  private Flux<ProofFile> documents(ActContext act) {
    return transactions
        .inTransaction(act, transaction -> store.documents(transaction).collectList())
        .flatMapIterable(ids -> ids)
        .concatMap(
            id -> transactions.inTransaction(act, transaction -> store.document(transaction, id)),
            0)
        .concatWith(powers(act))
        .concatWith(
            transactions
                .inTransaction(act, transaction -> store.seals(transaction).collectList())
                .flatMapIterable(ids -> ids)
                .concatMap(
                    id ->
                        transactions.inTransaction(act, transaction -> store.seal(transaction, id)),
                    0)
                .flatMapIterable(files -> files));
  }

  private Flux<ProofFile> powers(ActContext act) {
    return transactions
        .inTransaction(act, transaction -> store.powers(transaction).collectList())
        .flatMapIterable(ids -> ids)
        .concatMap(
            id -> transactions.inTransaction(act, transaction -> store.power(transaction, id)), 0);
  }

  private ProofFile readme(TextLanguage language, Taking taking) {
    String filled =
        template(language)
            .replace("{taken}", taking.at().truncatedTo(ChronoUnit.SECONDS).toString())
            .replace("{size}", Long.toString(taking.head().size()))
            .replace("{verifier}", verifier.sha256())
            .replace("{cvr}", taking.clinic().cvr())
            .replace("{clinic}", taking.clinic().name());
    return new ProofFile(
        "README." + language.tag() + ".txt", filled.getBytes(StandardCharsets.UTF_8));
  }

  private static String template(TextLanguage language) {
    String name = "export-readme." + language.tag() + ".txt";
    try (InputStream stream = TakenAlong.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("built without " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }

  /** The clinic and the head of its log, read where the taking is recorded. */
  Mono<Taking> taking(
      dk.sentinel.compliance.tenancy.TenantTransaction transaction,
      AuditTree.Head head,
      Instant at,
      TextLanguage language) {
    return agreements.controller(transaction).map(clinic -> new Taking(clinic, head, at, language));
  }
}
