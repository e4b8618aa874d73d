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

/** The morning on which everybody signs the new version. */
final class CampaignTest extends ApiTest {
  private static final int AT_ONCE = 50;

  @Test
  void fifty_clinics_read_and_sign_in_the_same_moment() throws Exception {
    List<String> companies = companies(99_010_000, 99_020_000).subList(0, AT_ONCE);
    List<TestClinic> clinics = new ArrayList<>();
    for (int at = 0; at < AT_ONCE; at++) {
      clinics.add(
          newClinic(companies.get(at), Integer.toString(62_000 + at).transform("0"::concat)));
    }
    try (ExecutorService owners = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> signing = new ArrayList<>();
      for (TestClinic clinic : clinics) {
        signing.add(owners.submit(() -> sign(clinic)));
      }
      for (Future<?> each : signing) {
        each.get();
      }
    }
    for (TestClinic clinic : clinics) {
      assertThat(recorded(clinic.id())).containsOnlyOnce("agreement.sign success");
      Map<?, ?> agreement = get(clinic.owner(), clinic.path("/agreement"));
      assertThat(String.valueOf(agreement.get("signed"))).contains("by=Ågot Ejer");
    }
  }
}
