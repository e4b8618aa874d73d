package dk.sentinel.api.ending;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A table of the databank as a clinic takes it along: every row, earlier versions too.
 *
 * @param file what its files are called
 * @param rows a query for its rows, with their key as {@code id}
 * @param columns of the spreadsheet, in order
 * @param resource a row as a FHIR resource; null when it is none
 */
record KeptTable(
    String file,
    String rows,
    List<String> columns,
    @Nullable Function<JsonNode, JsonNode> resource) {
  private static final String SOURCE =
      " join databank.source_record s using (clinic_id, record_id) where t.record_id > :after";

  static final List<KeptTable> ALL =
      List.of(
          new KeptTable(
              "patients",
              "select t.record_id as id, t.subject_id as patient, t.sex, t.birth_month,"
                  + " s.system_id as system, s.version, t.received_at"
                  + " from databank.patient t"
                  + SOURCE,
              List.of("id", "patient", "sex", "birth_month", "system", "version", "received_at"),
              FhirRows::patient),
          new KeptTable(
              "diagnoses",
              "select t.record_id as id, t.subject_id as patient, t.code, t.recorded_on, t.onset,"
                  + " t.status, t.supersedes, (select later.record_id"
                  + " from databank.diagnosis_event later where later.supersedes = t.record_id)"
                  + " as superseded_by, t.ydernummer, s.system_id as system, s.version,"
                  + " t.received_at from databank.diagnosis_event t"
                  + SOURCE,
              List.of(
                  "id",
                  "patient",
                  "code",
                  "recorded_on",
                  "onset",
                  "status",
                  "supersedes",
                  "superseded_by",
                  "ydernummer",
                  "system",
                  "version",
                  "received_at"),
              FhirRows::condition),
          new KeptTable(
              "contacts",
              "select t.record_id as id, t.subject_id as patient, t.on_day, t.ydernummer,"
                  + " s.system_id as system, s.version, t.received_at from databank.encounter t"
                  + SOURCE,
              List.of("id", "patient", "on_day", "ydernummer", "system", "version", "received_at"),
              FhirRows::encounter),
          new KeptTable(
              "services",
              "select t.record_id as id, t.subject_id as patient, t.code, t.on_day, t.ydernummer,"
                  + " s.system_id as system, s.version, t.received_at from databank.service t"
                  + SOURCE,
              List.of(
                  "id",
                  "patient",
                  "code",
                  "on_day",
                  "ydernummer",
                  "system",
                  "version",
                  "received_at"),
              FhirRows::procedure),
          new KeptTable(
              "referrals",
              "select t.record_id as id, t.subject_id as patient, t.on_day, t.code, t.ydernummer,"
                  + " s.system_id as system, s.version, t.received_at from databank.referral t"
                  + SOURCE,
              List.of(
                  "id",
                  "patient",
                  "on_day",
                  "code",
                  "ydernummer",
                  "system",
                  "version",
                  "received_at"),
              FhirRows::serviceRequest),
          new KeptTable(
              "source-records",
              "select t.record_id as id, t.system_id as system, t.type, t.source_id, t.version,"
                  + " t.content, t.receipt_id as receipt from databank.source_record t"
                  + " where t.record_id > :after",
              List.of("id", "system", "type", "source_id", "version", "content", "receipt"),
              null),
          new KeptTable(
              "receipts",
              "select t.receipt_id as id, t.system_id as system, t.bundle_sha256, t.received_at,"
                  + " t.stored, t.unchanged, t.dropped, t.refused from databank.receipt t"
                  + " where t.receipt_id > :after",
              List.of(
                  "id",
                  "system",
                  "bundle_sha256",
                  "received_at",
                  "stored",
                  "unchanged",
                  "dropped",
                  "refused"),
              null));
}
