package dk.sentinel.api.letter;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.compliance.TextLanguage;
import dk.sentinel.compliance.agreement.Asks;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LetterTextTest {
  private static final Instant BY = Instant.parse("2027-04-01T08:30:00Z");
  private static final String LINK = "https://sentinel.example/clinics/x/agreement";

  @Test
  void a_letter_says_what_is_asked_until_when_and_where_in_both_languages() {
    assertThat(text("Klinik", TextLanguage.DA, Asks.SIGNATURE, BY).body())
        .contains("Til Klinik\n", "Fristen er 1. april 2027 kl. 10.30.", LINK);
    assertThat(text("Klinik", TextLanguage.EN, Asks.SIGNATURE, BY).body())
        .contains("To Klinik\n", "to be signed by 1 April 2027 at 10:30 Danish time.", LINK);
    assertThat(text("Klinik", TextLanguage.DA, Asks.NOTICE, BY).body())
        .contains("gælder fra 1. april 2027", "gøre indsigelse", LINK);
    assertThat(text("Klinik", TextLanguage.EN, Asks.NOTICE, BY).body())
        .contains("on Sentinel's behalf", "holds from 1 April 2027", LINK);
    assertThat(text("Klinik", TextLanguage.DA, Asks.SIGNATURE, null).body())
        .contains("endnu ikke underskrevet", LINK)
        .doesNotContain("Fristen");
    for (TextLanguage language : TextLanguage.values()) {
      for (Asks asks : Asks.values()) {
        LetterText text = text("Klinik", language, asks, BY);
        assertThat(text.body() + text.subject()).doesNotContain("{", "}", "''");
      }
    }
  }

  @Test
  void a_hostile_name_stays_one_line_of_the_body() {
    LetterText text =
        text(
            "Evil\r\nBcc: x@example.org\r\n\r\n{0} '{1}' \u202Eslet\u2028\u0000",
            TextLanguage.DA, Asks.SIGNATURE, BY);
    assertThat(text.body()).startsWith("Til Evil Bcc: x@example.org {0} '{1}' slet\n");
    assertThat(text.subject()).doesNotContain("Evil", "\n", "\r");
  }

  private static LetterText text(
      String name, TextLanguage language, Asks asks, @Nullable Instant by) {
    return LetterText.of(
        new Letter(
            UUID.randomUUID(), UUID.randomUUID(), name, "post@klinik.example", language, asks, by),
        LINK);
  }
}
