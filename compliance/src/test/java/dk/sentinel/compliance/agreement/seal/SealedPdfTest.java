package dk.sentinel.compliance.agreement.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dk.sentinel.compliance.audit.proof.document.SealedPdf;
import dk.sentinel.compliance.audit.proof.document.SealedPdf.Damage;
import dk.sentinel.compliance.audit.proof.document.SealedPdf.Kind;
import dk.sentinel.compliance.audit.proof.document.Trust;
import dk.sentinel.infra.authority.LocalAuthority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationSquare;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationSquareCircle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SealedPdfTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private LocalAuthority authority;
  private Trust trust;
  private PdfSealer sealer;
  private byte[] document;
  private byte[] sealed;

  @BeforeAll
  void seal(@TempDir Path directory) throws Exception {
    authority = LocalAuthority.start(directory, 0);
    List<X509Certificate> anchors = SealCertificates.read(directory.resolve("trust-anchors.pem"));
    List<X509Certificate> own = SealCertificates.read(directory.resolve("seal-certificates.pem"));
    trust = new Trust(anchors, List.of(own.getFirst()));
    sealer =
        new PdfSealer(
            FileSealKey.open(directory.resolve("seal-signing.key"), own),
            new TimeStampAuthorities(List.of(authority.timeStamps()), PATIENCE, Clock.systemUTC()),
            anchors,
            PATIENCE,
            Clock.systemUTC());
    document = document();
    sealed = sealer.seal(document, "Bekræfter (æøå)");
  }

  @AfterAll
  void stop() {
    authority.close();
  }

  private static byte[] document() throws IOException {
    try (PDDocument made = new PDDocument()) {
      PDPage page = new PDPage(PDRectangle.A4);
      made.addPage(page);
      try (PDPageContentStream content = new PDPageContentStream(made, page)) {
        content.addRect(100, 100, 50, 50);
        content.fill();
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      made.save(out, org.apache.pdfbox.pdfwriter.compress.CompressParameters.NO_COMPRESSION);
      return out.toByteArray();
    }
  }

  private SealedPdf check(byte[] file) {
    return SealedPdf.check(file, trust);
  }

  @Test
  void a_sealed_document_is_intact_and_says_who_and_when() {
    SealedPdf found = check(sealed);
    assertThat(found.damages()).isEmpty();
    assertThat(found.isIntact()).isTrue();
    assertThat(found.statement()).isEqualTo("Bekræfter (æøå)");
    assertThat(found.sealedBy())
        .contains("CN=Sentinel-enheden (demo)", "organizationIdentifier=NTRDK-99000147");
    assertThat(found.sealedAt()).isBetween(Instant.now().minusSeconds(120), Instant.now());
    assertThat(found.stampedAt()).isAfterOrEqualTo(found.sealedAt());
  }

  @Test
  void any_changed_byte_is_noticed() {
    // the last time stamp is over everything but itself, and proves itself
    String text = new String(sealed, StandardCharsets.ISO_8859_1);
    int from = text.indexOf('<', text.lastIndexOf("/Contents <"));
    int to = text.indexOf('>', from);
    Random random = new Random(7);
    for (int each = 0; each < 300; each++) {
      int at = random.nextInt(sealed.length);
      if (at < from || at > to) {
        byte[] changed = sealed.clone();
        changed[at] ^= (byte) (1 << random.nextInt(7));
        assertThat(check(changed).isIntact()).as("byte " + at).isFalse();
      }
    }
    byte[] changed = sealed.clone();
    changed[document.length / 2] ^= 1;
    assertThat(check(changed).damages()).contains(Damage.CHANGED);
    byte[] padded = sealed.clone();
    padded[to - 2] = '1';
    assertThat(check(padded).damages()).containsExactly(Damage.TIME_STAMP);
  }

  @Test
  void a_stripped_seal_leaves_a_document_without_one() {
    assertThat(check(document).kind()).isEqualTo(Kind.NO_SEAL);
    assertThat(check("hello".getBytes(StandardCharsets.UTF_8)).kind()).isEqualTo(Kind.NO_PDF);
    assertThat(check(new byte[0]).kind()).isEqualTo(Kind.NO_PDF);
  }

  @Test
  void what_is_appended_is_noticed_whatever_it_is() throws Exception {
    byte[] line = "\n% harmless\n".getBytes(StandardCharsets.US_ASCII);
    byte[] longer = Arrays.copyOf(sealed, sealed.length + line.length);
    System.arraycopy(line, 0, longer, sealed.length, line.length);
    assertThat(check(longer).damages()).containsExactly(Damage.APPENDED);
    assertThat(check(withNote(sealed)).damages()).contains(Damage.APPENDED);
  }

  @Test
  void a_note_put_on_a_page_and_time_stamped_anew_is_noticed() throws Exception {
    SealedPdf found = check(sealer.stamp(withNote(sealed)));
    assertThat(found.damages()).containsExactly(Damage.REVISED);
  }

  @Test
  void a_time_stamp_that_renews_the_proof_is_allowed() {
    assertThat(check(sealer.stamp(sealed)).isIntact()).isTrue();
  }

  @Test
  void the_seal_of_another_is_not_ours(@TempDir Path directory) throws Exception {
    try (LocalAuthority other = LocalAuthority.start(directory, 0)) {
      List<X509Certificate> anchors = SealCertificates.read(directory.resolve("trust-anchors.pem"));
      List<X509Certificate> own = SealCertificates.read(directory.resolve("seal-certificates.pem"));
      byte[] foreign =
          new PdfSealer(
                  FileSealKey.open(directory.resolve("seal-signing.key"), own),
                  new TimeStampAuthorities(
                      List.of(other.timeStamps()), PATIENCE, Clock.systemUTC()),
                  anchors,
                  PATIENCE,
                  Clock.systemUTC())
              .seal(document, "Bekræfter");
      assertThat(check(foreign).kind()).isEqualTo(Kind.OTHER_SEAL);
      assertThat(check(foreign).damages()).contains(Damage.UNTRUSTED);
      assertThat(SealedPdf.check(foreign, new Trust(trust.anchors(), List.of())).damages())
          .containsExactlyInAnyOrder(Damage.UNTRUSTED, Damage.TIME_STAMP_UNTRUSTED);
    }
  }

  @Test
  void hostile_files_end_soon() {
    byte[] many =
        "%PDF-1.7 1 0 obj << /ByteRange [0 1 2 3] "
            .repeat(60_000)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] deep =
        ("%PDF-1.7 1 0 obj " + "<</ByteRange ".repeat(400_000)).getBytes(StandardCharsets.US_ASCII);
    byte[] flat = ("%PDF-1.7" + " /ByteRange".repeat(900_000)).getBytes(StandardCharsets.US_ASCII);
    long begun = System.nanoTime();
    for (byte[] each : List.of(many, deep, flat)) {
      assertThat(check(each).kind()).isEqualTo(Kind.NO_SEAL);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
  }

  private static byte[] withNote(byte[] pdf) throws IOException {
    try (PDDocument opened = Loader.loadPDF(pdf)) {
      PDPage page = opened.getPage(0);
      PDAnnotationSquareCircle note = new PDAnnotationSquare();
      note.setRectangle(new PDRectangle(10, 10, 300, 300));
      page.getAnnotations().add(note);
      page.getCOSObject().setNeedToBeUpdated(true);
      if (page.getCOSObject().getDictionaryObject(COSName.ANNOTS)
          instanceof org.apache.pdfbox.cos.COSArray annotations) {
        annotations.add(note);
        annotations.setNeedToBeUpdated(true);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      opened.saveIncremental(out);
      return out.toByteArray();
    }
  }
}
