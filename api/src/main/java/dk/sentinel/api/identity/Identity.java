package dk.sentinel.api.identity;

import dk.sentinel.compliance.tenancy.AssuranceLevel;
import dk.sentinel.compliance.tenancy.RightToRepresent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * Who signed in, whichever broker vouches for them: the one reading of the claims that the realm
 * makes of the brokers' words (domain facts, section 4.5; the table stands beside the realm).
 * Nothing more is read than Sentinel needs: no CPR number, date of birth, RID or P number.
 *
 * @param professionalId who they are in the company; empty for a private person
 * @param cvr the company signed in for; empty for a private person
 * @param organization its name; empty when the broker does not say
 * @param name the person's name, or the alias of a name-protected person; never empty
 * @param mayRepresent whether the person alone may represent the company
 * @param mayRepresentSource what the broker calls the claim that says so
 * @param level the lower of what our realm vouches for and what the broker said
 * @param authTime when the person proved who they are; null when the token does not say
 * @param idp the identity provider behind the broker; null when the token does not say
 */
record Identity(
    String professionalId,
    String cvr,
    String organization,
    String name,
    RightToRepresent mayRepresent,
    String mayRepresentSource,
    AssuranceLevel level,
    @Nullable Instant authTime,
    @Nullable String idp) {
  private static final String PROTECTED = "Pseudonym";
  private static final Pattern IDP = Pattern.compile("[A-Za-z][A-Za-z0-9_.:-]{0,59}");

  /** Reads a token whose signature, issuer and times are checked elsewhere. */
  static Identity of(Jwt token) {
    String cvr = text(token, "nemlogin.cvr");
    String said = text(token, "nemlogin.persistent_professional_id");
    @Nullable String broker = token.getClaimAsString("broker");
    boolean professional =
        !cvr.isEmpty() && !said.isEmpty() && !text(token, "identity_type").equals("private");
    return new Identity(
        professional ? ProfessionalId.of(broker, said, cvr) : "",
        professional ? cvr : "",
        text(token, "nemlogin.org_name"),
        name(token),
        mayRepresent(token, cvr),
        source(broker),
        level(token),
        token.getClaimAsInstant("auth_time"),
        Optional.of(text(token, "idp")).filter(IDP.asMatchPredicate()).orElse(null));
  }

  /** Whether they signed in for a company: nobody else has a place in a clinic. */
  boolean isProfessional() {
    return !professionalId.isEmpty();
  }

  private static String name(Jwt token) {
    String name = text(token, "nemlogin.name");
    String alias = text(token, "nemlogin.alias");
    return !name.isEmpty() ? name : !alias.isEmpty() ? alias : PROTECTED;
  }

  /**
   * Two brokers say yes or no; the third lists the companies that the person may represent. A list
   * without this company is a no, no list is not.
   */
  private static RightToRepresent mayRepresent(Jwt token, String cvr) {
    @Nullable List<String> companies = token.getClaimAsStringList("represents");
    return switch (text(token, "nemlogin.auth_to_repr")) {
      case "true" -> RightToRepresent.YES;
      case "false" -> RightToRepresent.NO;
      default ->
          companies == null || companies.isEmpty()
              ? RightToRepresent.UNKNOWN
              : companies.contains(cvr) ? RightToRepresent.YES : RightToRepresent.NO;
    };
  }

  private static String source(@Nullable String broker) {
    return switch (broker) {
      case "idura" -> "companySignatory";
      case "nemlogin" -> "authorizedToRepresent";
      case null, default -> "nemlogin.auth_to_repr";
    };
  }

  /** A claim can be too good; one in words that no broker uses is no claim to any level. */
  private static AssuranceLevel level(Jwt token) {
    AssuranceLevel vouched = levelIn(token, "acr");
    AssuranceLevel said = token.hasClaim("loa") ? levelIn(token, "loa") : vouched;
    return said.isAtLeast(vouched) ? vouched : said;
  }

  private static AssuranceLevel levelIn(Jwt token, String claim) {
    return AssuranceLevel.of(token.getClaimAsString(claim)).orElse(AssuranceLevel.LOW);
  }

  private static String text(Jwt token, String claim) {
    @Nullable String text = token.getClaimAsString(claim);
    return text == null ? "" : text.strip();
  }
}
