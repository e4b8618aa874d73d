package dk.sentinel.compliance.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AssuranceLevelTest {
  @ParameterizedTest
  @CsvSource({
    "https://data.gov.dk/concept/core/nsis/loa/Substantial, SUBSTANTIAL",
    "https://data.gov.dk/concept/core/nsis/High, HIGH",
    "urn:grn:authn:dk:mitid:low, LOW",
    "Substantial, SUBSTANTIAL"
  })
  void the_words_of_every_broker_are_understood(String claim, AssuranceLevel level) {
    assertThat(AssuranceLevel.of(claim)).contains(level);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "2",
        "urn:grn:authn:dk:mitid:business",
        "urn:other:Substantial",
        "https://data.gov.dk/concept/core/nsis/loa/Substantial ",
        "https://data.gov.dk/concept/core/nsis/loa/Substantial/High"
      })
  void other_words_are_no_level(String claim) {
    assertThat(AssuranceLevel.of(claim)).isEmpty();
  }
}
