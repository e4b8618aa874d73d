package dk.sentinel.compliance.agreement.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.DocumentKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SealStatementTest {
  private static String statement(TextLanguage language, @Nullable String jointlyWith) {
    return SealStatement.of(
        new SealingWork.Confirmed(
            DocumentKind.AGREEMENT,
            language,
            2,
            "Øjvind Medejer",
            jointlyWith,
            "Prøvevejens Fysioterapi",
            "99000007",
            "https://data.gov.dk/concept/core/nsis/loa/Substantial",
            Instant.parse("2026-11-21T09:00:00Z")));
  }

  @Test
  void one_who_signs_alone_is_named_alone() {
    assertThat(statement(TextLanguage.DA, null))
        .contains("underskrevet af Øjvind Medejer for Prøvevejens Fysioterapi (CVR 99000007)")
        .endsWith("på NSIS-niveau Betydelig.");
    assertThat(statement(TextLanguage.EN, null))
        .contains("signed by Øjvind Medejer for")
        .endsWith("at NSIS level Substantial.");
  }

  @Test
  void the_last_of_two_confirms_both() {
    assertThat(statement(TextLanguage.DA, "Ågot Ejer"))
        .contains("underskrevet af Ågot Ejer og Øjvind Medejer i forening for Prøvevejens");
    assertThat(statement(TextLanguage.EN, "Ågot Ejer"))
        .contains("signed by Ågot Ejer and Øjvind Medejer jointly for Prøvevejens");
  }
}
