package dk.sentinel.api.ending;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import dk.sentinel.api.ScriptedIssuer.Person;
import dk.sentinel.compliance.audit.proof.verify.LogCheck;
import dk.sentinel.compliance.privacy.GateCalendar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.MediaType;

/** Everything of a clinic to take along: whole, checkable, its own and nobody else's. */
final class TakenAlongTest extends EndingDoor {
  /** What is not taken along, and why. */
  private static final Map<String, String> LEFT_OUT =
      Map.ofEntries(
          Map.entry("agreement.seal", "its PDF and evidence are files of their own"),
          Map.entry("agreement.sealing", "what waits for a seal"),
          Map.entry("privacy.clinic_key", "a key is no data"),
          Map.entry("privacy.subject_key", "a key is no data"),
          Map.entry("privacy.subject", "only its random id, which every row of the databank has"),
          Map.entry("tenancy.registration", "the CVR number once more"),
          Map.entry("tenancy.ydernummer_holder", "the ydernumre once more"),
          Map.entry("tenancy.organization", "the sign-in service's state"),
          Map.entry("tenancy.organization_drift", "the sign-in service's state"),
          Map.entry("tenancy.sign_in", "in the log"),
          Map.entry("ending.deletion_step", "written when nothing can be taken along any more"),
          Map.entry("ending.certificate", "written when nothing can be taken along any more"));

  @TempDir Path scratch;

  private static final String KEPT_DOCUMENT = "agreement/(agreement|consent)-1-(da|en)-.*[.]pdf";

  private static final String KEPT_POWER = "agreement/power-of-attorney-[0-9a-f-]{36}[.]pdf";

  @Test
  void everything_is_in_it_and_every_file_has_its_hash() throws Exception {
    TestClinic clinic = fullClinic("99000007", "061310");
    TestClinic neighbour = fullClinic("99000015", "061320");
    byte[] scan = "%PDF-1.7 of this clinic %%EOF".getBytes(StandardCharsets.US_ASCII);
    uploadPower(clinic, scan);
    uploadPower(neighbour, "%PDF-1.7 of another %%EOF".getBytes(StandardCharsets.US_ASCII));
    Path zip = taken(clinic, "da");
    Map<String, byte[]> files = files(zip);
    assertThat(files.keySet())
        .contains(
            "README.da.txt",
            "README.en.txt",
            "data/fhir/diagnoses.ndjson",
            "data/csv/source-records.csv",
            "reports/diagnosekodning.da.pdf",
            "reports/diagnosekodning.en.pdf",
            "agreement/signatures.ndjson",
            "clinic/people.ndjson",
            "log/checkpoint",
            "log/log.vkey");
    assertThat(new ArrayList<>(files.keySet()).getLast()).isEqualTo("MANIFEST.sha256");
    Set<String> named = new TreeSet<>();
    for (String line : text(files, "MANIFEST.sha256").lines().toList()) {
      String name = line.substring(66);
      named.add(name);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(files.get(name));
      assertThat(line.substring(0, 64)).as(name).isEqualTo(HexFormat.of().formatHex(hash));
    }
    Set<String> all = new TreeSet<>(files.keySet());
    all.remove("MANIFEST.sha256");
    assertThat(named).isEqualTo(all);

    Map<String, Integer> rows = rowsByTable(clinic.id());
    Map<String, String> tables = new LinkedHashMap<>();
    tables.put("patients", "databank.patient");
    tables.put("diagnoses", "databank.diagnosis_event");
    tables.put("contacts", "databank.encounter");
    tables.put("services", "databank.service");
    tables.put("referrals", "databank.referral");
    tables.put("source-records", "databank.source_record");
    tables.put("receipts", "databank.receipt");
    tables.forEach((file, table) -> {
      List<String> lines = text(files, "data/csv/" + file + ".csv").lines().toList();
      assertThat(lines).as(file).hasSize(1 + Objects.requireNonNull(rows.get(table)));
      assertThat(lines.getFirst()).startsWith("\uFEFFid;");
    });
    for (Map.Entry<String, String> file : TakenAlongStore.CLINIC.entrySet()) {
      assertThat(text(files, file.getKey() + ".ndjson").lines())
          .as(file.getKey())
          .hasSize(Objects.requireNonNull(rows.get(file.getValue())));
    }
    assertThat(files.keySet().stream().filter(name -> name.matches(KEPT_DOCUMENT)))
        .hasSize(Objects.requireNonNull(rows.get("agreement.document")));
    assertThat(files.keySet().stream().filter(name -> name.matches(KEPT_POWER)))
        .singleElement()
        .satisfies(name -> assertThat(files.get(name)).isEqualTo(scan));
    String whole =
        files.entrySet().stream()
            .filter(file -> !file.getKey().endsWith(".pdf"))
            .map(file -> new String(file.getValue(), StandardCharsets.UTF_8))
            .reduce("", String::concat);
    assertThat(whole).doesNotContain("2512489996", "99000015", "061320", "secret_hash");
    assertThat(recorded(clinic.id())).containsOnlyOnce("clinic.export success");
  }

  @Test
  void the_history_of_a_diagnosis_is_told_in_fhir_and_in_the_spreadsheet() throws Exception {
    TestClinic clinic = fullClinic("99000023", "061330");
    Map<String, byte[]> files = files(taken(clinic, "en"));
    FhirContext fhir = FhirContext.forR4Cached();
    List<Condition> conditions = new ArrayList<>();
    for (String file : List.of("patients", "diagnoses", "contacts", "services", "referrals")) {
      for (String line : text(files, "data/fhir/" + file + ".ndjson").lines().toList()) {
        var resource =
            fhir.newJsonParser()
                .setParserErrorHandler(new ca.uhn.fhir.parser.StrictErrorHandler())
                .parseResource(line);
        if (resource instanceof Condition condition) {
          conditions.add(condition);
        }
      }
    }
    assertThat(conditions).hasSize(4);
    assertThat(conditions.stream().filter(Condition::hasExtension)).hasSize(2);
    Condition last =
        conditions.stream()
            .filter(one -> one.getCode().getCodingFirstRep().getCode().equals("L86"))
            .findFirst()
            .orElseThrow();
    String before = ((Reference) last.getExtension().getFirst().getValue()).getReference();
    assertThat(
            conditions.stream()
                .filter(one -> before.equals("Condition/" + one.getIdPart()))
                .map(one -> one.getCode().getCodingFirstRep().getCode()))
        .containsExactly("L84");
    assertThat(text(files, "data/csv/diagnoses.csv")).contains("superseded_by", ",L84,", ",L86,");
  }

  @Test
  void the_log_in_it_is_checked_as_its_readme_says() throws Exception {
    TestClinic clinic = fullClinic("99000031", "061340");
    Path folder = scratch.resolve("unpacked");
    for (Map.Entry<String, byte[]> file : files(taken(clinic, "da")).entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      Files.write(path, file.getValue());
    }
    LogCheck.Result result =
        LogCheck.of(
            new LogCheck.Request(folder.resolve("log"), null, List.of(), null), (done, of) -> {});
    assertThat(result.damages()).isEmpty();
    assertThat(result.checked()).isPositive();
    for (String language : List.of("da", "en")) {
      assertThat(Files.readString(folder.resolve("README." + language + ".txt")))
          .contains("99000031", "--lang " + language)
          .doesNotContain("{", "}");
    }
  }

  @Test
  void a_formula_of_a_system_is_none_in_the_spreadsheet() throws Exception {
    TestClinic clinic = fullClinic("99000058", "061350");
    try (Connection connection = database().connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute("alter table databank.receipt disable trigger all");
      statement.executeUpdate(
          "update databank.receipt set system_id = '=HYPERLINK(\"x\")' where clinic_id = '"
              + clinic.id()
              + "'");
    }
    assertThat(text(files(taken(clinic, "da")), "data/csv/receipts.csv"))
        .contains("\"'=HYPERLINK(\"\"x\"\")\"");
  }

  @Test
  void a_clinic_without_anything_has_a_package_too_and_a_stranger_none() throws Exception {
    TestClinic clinic = newClinic("99000066", "061360");
    assertThat(files(taken(clinic, "da"))).containsKeys("README.da.txt", "log/checkpoint");
    wallClock.set(Duration.ofMinutes(11));
    as(clinic.owner()).get().uri(clinic.path("/export")).exchange().expectStatus().isUnauthorized();
  }

  @Test
  void pages_follow_each_other_without_a_gap() throws Exception {
    TestClinic clinic = openClinic("99000074", "061370");
    int many = 2 * TakenAlongStore.PAGE + 1;
    try (Connection connection = database().connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "insert into databank.receipt select '"
              + clinic.id()
              + "', gen_random_uuid(), 's', sha256('x'), now(), 1, 0, 0, 0 from generate_series(1, "
              + many
              + ")");
    }
    List<String> lines = text(files(taken(clinic, "da")), "data/csv/receipts.csv").lines().toList();
    assertThat(lines).hasSize(1 + many).doesNotHaveDuplicates();
  }

  @Test
  void every_table_of_a_clinic_is_taken_along_or_left_out_for_a_reason() throws SQLException {
    Set<String> taken = new TreeSet<>(TakenAlongStore.CLINIC.values());
    KeptTable.ALL.forEach(
        table -> taken.add(table.rows().replaceAll("(?s).* from (databank\\.\\w+) t.*", "$1")));
    Set<String> missing = new TreeSet<>(rowsByTable(java.util.UUID.randomUUID()).keySet());
    missing.removeAll(taken);
    missing.removeAll(LEFT_OUT.keySet());
    assertThat(missing)
        .as("tables of a clinic: put them in TakenAlongStore, or say here why not")
        .isEmpty();
  }

  private void uploadPower(TestClinic clinic, byte[] scan) {
    Person owner = clinic.owner();
    as(owner)
        .post()
        .uri(
            clinic.path(
                "/powers-of-attorney?person="
                    + owner.id()
                    + "&until="
                    + LocalDate.ofInstant(clock.instant(), GateCalendar.DENMARK)))
        .contentType(MediaType.APPLICATION_PDF)
        .bodyValue(scan)
        .exchange()
        .expectStatus()
        .isCreated();
  }

  private Path taken(TestClinic clinic, String language) throws IOException {
    Path zip = scratch.resolve(clinic.cvr() + ".zip");
    return Files.write(
        zip,
        Objects.requireNonNull(
            as(clinic.owner())
                .get()
                .uri(clinic.path("/export?lang=" + language))
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType("application/zip")
                .expectBody(byte[].class)
                .returnResult()
                .getResponseBody()));
  }

  private static Map<String, byte[]> files(Path zip) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipFile opened = new ZipFile(zip.toFile());
        Stream<? extends ZipEntry> entries = opened.stream()) {
      for (ZipEntry entry : entries.toList()) {
        try (InputStream in = opened.getInputStream(entry)) {
          assertThat(files.put(entry.getName(), in.readAllBytes())).as(entry.getName()).isNull();
        }
      }
    }
    return Collections.unmodifiableMap(files);
  }

  private static String text(Map<String, byte[]> files, String name) {
    return new String(Objects.requireNonNull(files.get(name), name), StandardCharsets.UTF_8);
  }
}
