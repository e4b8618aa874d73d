package dk.sentinel.compliance.agreement;

import dk.sentinel.compliance.TextLanguage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A company that processes on the operator's behalf (clause 7, appendix B.1).
 *
 * @param id its id
 * @param name its name
 * @param companyNumber CVR number, or the number of its own country's register
 * @param address its address, one line
 * @param processingDa what it does, Danish
 * @param processingEn what it does, English
 * @param place where it processes
 * @param transferBasis what allows that place
 * @param agreementFrom since when there is a data processing agreement with it
 * @param reviewedOn the day of the latest review; null when there was none
 * @param endedAt from when on it no longer processes; null while it does
 */
public record SubProcessor(
    UUID id,
    String name,
    String companyNumber,
    String address,
    String processingDa,
    String processingEn,
    String place,
    TransferBasis transferBasis,
    LocalDate agreementFrom,
    @Nullable LocalDate reviewedOn,
    @Nullable Instant endedAt) {

  /** What allows processing at a place (GDPR, chapter V). */
  public enum TransferBasis {
    /** Inside the EU or EEA. */
    NONE_NEEDED("inden for EU/EØS", "within the EU/EEA"),
    /** A country with an adequacy decision (Article 45). */
    ADEQUACY("tilstrækkelighedsafgørelse, artikel 45", "adequacy decision, Article 45"),
    /** Standard contractual clauses of the Commission (Article 46). */
    STANDARD_CLAUSES(
        "Kommissionens standardkontrakter, artikel 46",
        "the Commission's standard contractual clauses, Article 46");

    private final String danish;
    private final String english;

    TransferBasis(String danish, String english) {
      this.danish = danish;
      this.english = english;
    }

    /** The name in contracts and in the database. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** By its code; empty when it is none. */
    public static Optional<TransferBasis> of(@Nullable String code) {
      return Arrays.stream(values()).filter(basis -> basis.code().equals(code)).findFirst();
    }
  }

  /** As a line of appendix B.1. */
  String line(TextLanguage language) {
    boolean danish = language == TextLanguage.DA;
    return "%s (%s), %s: %s. %s: %s (%s)."
        .formatted(
            name,
            companyNumber,
            address,
            danish ? processingDa : processingEn,
            danish ? "Sted" : "Place",
            place,
            danish ? transferBasis.danish : transferBasis.english);
  }
}
