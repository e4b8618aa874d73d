package dk.sentinel.api.capture;

import dk.sentinel.compliance.privacy.Project;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a Bundle's entries into what may be stored, by the data specification of the project
 * Diagnosekodning: whatever it does not name is dropped and counted. Pure: same Bundle, same day,
 * same findings.
 */
final class EntryReader {
  static final Project SPECIFICATION = Project.DIAGNOSEKODNING;
  private static final Set<String> ICPC_2 =
      Set.of("urn:oid:1.2.208.176.2.31", "http://hl7.org/fhir/sid/icpc-2");
  private static final String SERVICE_CODES = "https://sentinel.dk/fhir/CodeSystem/ydelseskode";

  /** A chapter and a rubric; 30 to 69 are procedures, not diagnoses. */
  private static final String ICPC_2_SHAPE = "[ABDFHKLNPRSTUWXYZ](0[1-9]|[12][0-9]|[789][0-9])";

  private static final String SERVICE_SHAPE = "[0-9]{4}";
  private static final int LONGEST_ID = 200;

  /** Tell for whom the Bundle is; nothing of them is stored. */
  private static final Set<String> SENDERS =
      Set.of("Organization", "Practitioner", "PractitionerRole");

  private final LocalDate today;
  private final boolean synthetic;
  private final DropCount dropped = new DropCount();
  private final List<Refused> refused = new ArrayList<>();
  private final List<MinimisedEntry> admitted = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final Map<String, Person> people = new HashMap<>();

  private record Person(String number, @Nullable LocalDate birth) {}

  /**
   * What a Bundle's entries turned out to be.
   *
   * @param admitted may be stored, as far as the gates allow
   * @param refused named by index and reason
   * @param dropped counted by kind
   */
  record Findings(List<MinimisedEntry> admitted, List<Refused> refused, DropCount dropped) {}

  private EntryReader(LocalDate today, boolean synthetic) {
    this.today = today;
    this.synthetic = synthetic;
  }

  static Findings read(ReceivedBundle bundle, LocalDate today, boolean synthetic) {
    EntryReader reader = new EntryReader(today, synthetic);
    bundle.entries().stream().filter(entry -> is(entry, "Patient")).forEach(reader::readOne);
    bundle.entries().stream().filter(entry -> !is(entry, "Patient")).forEach(reader::readOne);
    return new Findings(
        reader.admitted,
        reader.refused.stream().sorted(java.util.Comparator.comparingInt(Refused::index)).toList(),
        reader.dropped);
  }

  private static boolean is(ReceivedBundle.Entry entry, String type) {
    return entry.type().equals(type);
  }

  private void readOne(ReceivedBundle.Entry entry) {
    String type = entry.type();
    Set<String> kept = SPECIFICATION.kept(type);
    if (type.isEmpty()) {
      refuse(entry, Refused.Reason.NO_RESOURCE);
    } else if (SENDERS.contains(type)) {
      return;
    } else if (kept.isEmpty()) {
      dropped.resource(type, DropCount.NOT_IN_SPECIFICATION);
    } else {
      String id = entry.sourceId();
      if (id == null || id.length() > LONGEST_ID) {
        refuse(entry, Refused.Reason.MISSING_ID);
      } else if (!seen.add(type + "/" + id)) {
        refuse(entry, Refused.Reason.DUPLICATE_ID);
      } else {
        dropped.elements(type, entry.resource(), kept);
        readKept(entry, type, id);
      }
    }
  }

  private void readKept(ReceivedBundle.Entry entry, String type, String id) {
    if (type.equals("Patient")) {
      readPatient(entry, id);
      return;
    }
    Person person = people.get(entry.resource().path("subject").path("reference").asString(""));
    if (person == null) {
      refuse(entry, Refused.Reason.UNKNOWN_PATIENT);
      return;
    }
    switch (type) {
      case "Condition" -> readCondition(entry, id, person);
      case "Encounter" ->
          day(entry, person, entry.resource().path("period").path("start"))
              .map(day -> new MinimisedEntry.Contact(entry.index(), id, person.number(), day))
              .ifPresent(admitted::add);
      case "Procedure" -> readProcedure(entry, id, person);
      case "ServiceRequest" -> readServiceRequest(entry, id, person);
      default -> throw new IllegalStateException("a kept type without a reader");
    }
  }

  private void readPatient(ReceivedBundle.Entry entry, String id) {
    JsonNode patient = entry.resource();
    switch (PersonNumber.of(patient, synthetic)) {
      case PersonNumber.Found.Usable usable -> readPatient(entry, id, usable);
      case PersonNumber.Found.Unusable unusable ->
          refuse(
              entry,
              switch (unusable) {
                case MISSING -> Refused.Reason.MISSING_PERSON_NUMBER;
                case INVALID -> Refused.Reason.INVALID_PERSON_NUMBER;
                case NOT_ALLOWED_HERE -> Refused.Reason.PERSON_NUMBER_NOT_ALLOWED;
              });
    }
  }

  private void readPatient(
      ReceivedBundle.Entry entry, String id, PersonNumber.Found.Usable number) {
    JsonNode told = entry.resource().path("birthDate");
    LocalDate birth = number.birth();
    Optional<LocalDate> date = FhirDay.of(told);
    if (told.isString() && date.isEmpty()) {
      refuse(entry, Refused.Reason.IMPOSSIBLE_DATE);
      return;
    }
    if (birth != null && date.isPresent() && !date.get().equals(birth)) {
      refuse(entry, Refused.Reason.BIRTH_DATE_MISMATCH);
      return;
    }
    LocalDate known = birth != null ? birth : date.orElse(null);
    if (known == null) {
      refuse(entry, Refused.Reason.MISSING_DATE);
      return;
    }
    if (known.isAfter(today)) {
      refuse(entry, Refused.Reason.IMPOSSIBLE_DATE);
      return;
    }
    Person person = new Person(number.number(), known);
    people.put("Patient/" + id, person);
    if (entry.fullUrl() != null) {
      people.put(entry.fullUrl(), person);
    }
    admitted.add(
        new MinimisedEntry.Patient(
            entry.index(),
            id,
            number.number(),
            sex(entry.resource().path("gender").asString("")),
            known.withDayOfMonth(1)));
  }

  private static String sex(String gender) {
    return gender.equals("female") || gender.equals("male") ? gender : "unknown";
  }

  private void readCondition(ReceivedBundle.Entry entry, String id, Person person) {
    JsonNode condition = entry.resource();
    Optional<String> code = coded(condition.path("code"), ICPC_2);
    if (code.isEmpty()) {
      dropped.resource("Condition", "no-icpc-2-code");
      return;
    }
    if (!code.get().matches(ICPC_2_SHAPE)) {
      refuse(entry, Refused.Reason.INVALID_CODE);
      return;
    }
    JsonNode onset = condition.path("onsetDateTime");
    JsonNode recorded = condition.path("recordedDate");
    day(entry, person, recorded.isString() ? recorded : onset)
        .map(day ->
            new MinimisedEntry.Diagnosis(
                entry.index(),
                id,
                person.number(),
                code.get(),
                day,
                FhirDay.of(onset).filter(date -> !date.isAfter(day)).orElse(null),
                status(condition)))
        .ifPresent(admitted::add);
  }

  private static String status(JsonNode condition) {
    for (JsonNode coding : condition.path("verificationStatus").path("coding")) {
      if (coding.path("code").asString("").equals("entered-in-error")) {
        return "entered-in-error";
      }
    }
    return "active";
  }

  private void readProcedure(ReceivedBundle.Entry entry, String id, Person person) {
    JsonNode procedure = entry.resource();
    Optional<String> code = coded(procedure.path("code"), Set.of(SERVICE_CODES));
    if (code.isEmpty()) {
      dropped.resource("Procedure", "no-service-code");
      return;
    }
    if (!code.get().matches(SERVICE_SHAPE)) {
      refuse(entry, Refused.Reason.INVALID_CODE);
      return;
    }
    JsonNode at = procedure.path("performedDateTime");
    day(entry, person, at.isString() ? at : procedure.path("performedPeriod").path("start"))
        .map(day -> new MinimisedEntry.Service(entry.index(), id, person.number(), code.get(), day))
        .ifPresent(admitted::add);
  }

  private void readServiceRequest(ReceivedBundle.Entry entry, String id, Person person) {
    JsonNode request = entry.resource();
    String code = null;
    for (JsonNode reason : request.path("reasonCode")) {
      code = coded(reason, ICPC_2).filter(one -> one.matches(ICPC_2_SHAPE)).orElse(code);
    }
    String reason = code;
    day(entry, person, request.path("authoredOn"))
        .map(day -> new MinimisedEntry.Referral(entry.index(), id, person.number(), reason, day))
        .ifPresent(admitted::add);
  }

  private static Optional<String> coded(JsonNode concept, Set<String> systems) {
    for (JsonNode coding : concept.path("coding")) {
      if (systems.contains(coding.path("system").asString(""))) {
        return Optional.of(coding.path("code").asString(""));
      }
    }
    return Optional.empty();
  }

  private Optional<LocalDate> day(ReceivedBundle.Entry entry, Person person, JsonNode value) {
    if (!value.isString()) {
      refuse(entry, Refused.Reason.MISSING_DATE);
      return Optional.empty();
    }
    LocalDate birth = person.birth();
    Optional<LocalDate> day =
        FhirDay.of(value)
            .filter(date -> !date.isAfter(today))
            .filter(date -> birth == null || !date.isBefore(birth));
    if (day.isEmpty()) {
      refuse(entry, Refused.Reason.IMPOSSIBLE_DATE);
    }
    return day;
  }

  private void refuse(ReceivedBundle.Entry entry, Refused.Reason reason) {
    refused.add(new Refused(entry, reason));
  }
}
