package dk.sentinel.api.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.api.ApiTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * The morning on which everybody signs the new version: fifty owners at the same moment, and fifty
 * others when they are done, without a pause. {@code -Dsentinel.campaign=800} for all of Denmark.
 */
final class CampaignTest extends ApiTest {
  private static final int AT_ONCE = 50;
  private static final int CLINICS = Integer.getInteger("sentinel.campaign", AT_ONCE);

  @Override
  protected List<String> limits() {
    return List.of();
  }

  @Test
  void fifty_clinics_read_and_sign_in_the_same_moment() throws Exception {
    List<String> companies = companies(99_010_000, 99_030_000).subList(0, CLINICS);
    List<TestClinic> clinics = new ArrayList<>();
    for (int at = 0; at < CLINICS; at++) {
      clinics.add(
          newClinic(companies.get(at), Integer.toString(62_000 + at).transform("0"::concat)));
    }
    try (ExecutorService owners = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int from = 0; from < CLINICS; from += AT_ONCE) {
        List<Future<?>> signing = new ArrayList<>();
        for (TestClinic clinic : clinics.subList(from, Math.min(CLINICS, from + AT_ONCE))) {
          signing.add(owners.submit(() -> sign(clinic)));
        }
        for (Future<?> each : signing) {
          each.get();
        }
      }
    }
    for (TestClinic clinic : clinics) {
      assertThat(recorded(clinic.id())).containsOnlyOnce("agreement.sign success");
      Map<?, ?> agreement = get(clinic.owner(), clinic.path("/agreement"));
      assertThat(String.valueOf(agreement.get("signed"))).contains("by=Ågot Ejer");
    }
  }
}
