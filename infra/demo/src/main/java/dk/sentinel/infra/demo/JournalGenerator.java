package dk.sentinel.infra.demo;

import dk.sentinel.infra.demo.DemoClinics.Clinic;
import dk.sentinel.infra.demo.DemoClinics.Ydernummer;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Invents a clinic's journal: the same clinic and the same day give the same Bundles, byte for
 * byte. Dates spread over the sixteen months up to the day before. Nobody in it exists.
 */
public final class JournalGenerator {
  private static final int PATIENTS_OF_AN_ORDINARY_CLINIC = 90;
  private static final int PATIENTS_PER_BUNDLE = 20;
  private static final int DAYS_BACK = 480;
  private static final double WOMEN = 0.59;
  private static final double CODED_LATE = 0.35;
  private static final double REFINED = 0.18;
  private static final double WITH_NOTE = 0.2;

  private final Clinic clinic;
  private final LocalDate today;
  private final Random random;
  private final SyntheticCpr numbers;
  private final double forgotten;
  private int counter;

  /**
   * A clinic's journal as of a day.
   *
   * @param today nothing in it is as late as this day
   */
  public JournalGenerator(Clinic clinic, LocalDate today) {
    this.clinic = clinic;
    this.today = today;
    this.random = new Random(clinic.seed());
    this.numbers = new SyntheticCpr(random);
    this.forgotten = 0.05 + 0.20 * random.nextDouble();
  }

  /** The Bundles in the order of sending, as JSON; each of one ydernummer. Call once. */
  public List<String> bundles() {
    List<String> bundles = new ArrayList<>();
    for (Ydernummer ydernummer : clinic.ydernumre()) {
      List<Course> courses = courses(ydernummer);
      for (int from = 0; from < courses.size(); from += PATIENTS_PER_BUNDLE) {
        int to = Math.min(courses.size(), from + PATIENTS_PER_BUNDLE);
        bundles.add(new BundleWriter(clinic, ydernummer).write(courses.subList(from, to)));
      }
    }
    return bundles;
  }

  /** The courses behind the Bundles of one ydernummer. */
  List<Course> courses(Ydernummer ydernummer) {
    List<Course> courses = new ArrayList<>();
    for (int left = patientsOf(ydernummer); left > 0; left--) {
      courses.add(course(ydernummer.speciality()));
    }
    return courses;
  }

  /** Services are shared about evenly between 51 and 62, but a course on 62 is the longer one. */
  private int patientsOf(Ydernummer ydernummer) {
    double all = Math.max(40, PATIENTS_OF_AN_ORDINARY_CLINIC * clinic.sizeFactor());
    boolean shared = clinic.ydernumre().size() > 1;
    double share =
        switch (ydernummer.speciality()) {
          case "62", "65" -> shared ? 0.35 : 1;
          default -> shared ? 0.65 : 1;
        };
    return (int) Math.round(all * share);
  }

  private Course course(String speciality) {
    Casemix casemix = Casemix.of(speciality);
    Course.Patient patient = patient(speciality);
    LocalDate start = weekday(today.minusDays(2 + random.nextInt(DAYS_BACK)));
    List<Course.Visit> visits = visits(casemix, start, speciality);
    return new Course(
        patient, start.minusDays(3 + random.nextInt(28)), visits, diagnoses(casemix, visits));
  }

  private Course.Patient patient(String speciality) {
    boolean woman = random.nextDouble() < WOMEN;
    LocalDate birth = today.minusYears(age(speciality)).minusDays(1 + random.nextInt(364));
    return new Course.Patient(
        id("patient"),
        numbers.next(birth, woman),
        woman,
        birth,
        Names.given(woman, random),
        Names.family(random));
  }

  private int age(String speciality) {
    if (random.nextDouble() < 0.02) {
      return 7 + random.nextInt(11);
    }
    double middle = speciality.equals("57") || speciality.equals("65") ? 44 : 58;
    return Math.clamp(Math.round(middle + 15 * random.nextGaussian()), 18, 94);
  }

  private List<Course.Visit> visits(Casemix casemix, LocalDate start, String speciality) {
    double median = speciality.equals("62") ? 8 : 5;
    int wanted = Math.clamp(Math.round(median * Math.exp(0.6 * random.nextGaussian())), 1, 20);
    List<Course.Visit> visits = new ArrayList<>();
    LocalDate day = start;
    while (visits.size() < wanted && day.isBefore(today)) {
      String service = visits.isEmpty() ? "0110" : casemix.service(random);
      visits.add(
          new Course.Visit(
              id("visit"),
              day.atTime(8 + random.nextInt(9), 15 * random.nextInt(4)),
              service,
              note()));
      day = weekday(day.plusDays(4 + random.nextInt(8)));
    }
    return visits;
  }

  private List<Course.Diagnosis> diagnoses(Casemix casemix, List<Course.Visit> visits) {
    if (random.nextDouble() < forgotten) {
      return List.of();
    }
    boolean late = random.nextDouble() < CODED_LATE && visits.size() > 1;
    String code = casemix.diagnosis(random);
    List<Course.Diagnosis> diagnoses = new ArrayList<>();
    diagnoses.add(new Course.Diagnosis(id("diagnosis"), code, visits.get(late ? 1 : 0), note()));
    String refined = Casemix.refined(code);
    if (!refined.equals(code) && visits.size() > 3 && random.nextDouble() < REFINED) {
      diagnoses.add(new Course.Diagnosis(id("diagnosis"), refined, visits.get(3), null));
    }
    return diagnoses;
  }

  private @Nullable String note() {
    return random.nextDouble() < WITH_NOTE ? Names.note(random) : null;
  }

  private static LocalDate weekday(LocalDate day) {
    return switch (day.getDayOfWeek()) {
      case SATURDAY -> day.minusDays(1);
      case SUNDAY -> day.with(DayOfWeek.FRIDAY);
      default -> day;
    };
  }

  private UUID id(String kind) {
    counter++;
    String name = "https://sentinel.dk/demo/" + clinic.cvr() + "/" + kind + "/" + counter;
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }
}
