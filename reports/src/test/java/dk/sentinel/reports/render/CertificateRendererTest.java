package dk.sentinel.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.reports.ReportLanguage;
import dk.sentinel.reports.ending.DeletionCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CertificateRendererTest {
  private static final CertificateRenderer RENDERER = new CertificateRenderer();

  @ParameterizedTest
  @EnumSource(ReportLanguage.class)
  void a_certificate_is_pdf_a_2u_with_every_count_and_key(ReportLanguage language)
      throws Exception {
    DeletionCertificate certificate = Samples.certificate(language, 300);
    byte[] pdf = RENDERER.pdf(certificate);
    assertThat(Pdf.faults(pdf)).isEmpty();
    StringBuilder text = new StringBuilder();
    for (int page = 1; page <= Pdf.pages(pdf); page++) {
      text.append(Pdf.text(pdf, page));
    }
    assertThat(text).contains("99000007", "99000147", "Karen Højgaard Østergaard", "28");
    assertThat(text).contains(certificate.keysSha256()).contains(certificate.keys());
    String separator = language == ReportLanguage.DA ? "." : ",";
    for (DeletionCertificate.Gone gone : certificate.gone()) {
      String count = "%,d".formatted(gone.count()).replace(",", separator);
      assertThat(text).as(gone.kind()).contains(count);
    }
  }

  @Test
  void equal_certificates_are_equal_bytes() {
    assertThat(RENDERER.pdf(Samples.certificate(ReportLanguage.DA, 5)))
        .isEqualTo(RENDERER.pdf(Samples.certificate(ReportLanguage.DA, 5)));
  }
}
