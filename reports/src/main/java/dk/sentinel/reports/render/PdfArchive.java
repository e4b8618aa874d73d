package dk.sentinel.reports.render;

import com.lowagie.text.pdf.PdfDate;
import com.lowagie.text.pdf.PdfDictionary;
import com.lowagie.text.pdf.PdfName;
import com.lowagie.text.pdf.PdfWriter;
import dk.sentinel.reports.ReportLanguage;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.GregorianCalendar;
import net.sf.jasperreports.engine.JRException;
import net.sf.jasperreports.engine.JasperPrint;
import net.sf.jasperreports.export.SimpleExporterInput;
import net.sf.jasperreports.export.SimpleOutputStreamExporterOutput;
import net.sf.jasperreports.pdf.JRPdfExporter;
import net.sf.jasperreports.pdf.SimplePdfExporterConfiguration;
import net.sf.jasperreports.pdf.classic.ClassicPdfProducer;
import net.sf.jasperreports.pdf.classic.ClassicPdfWriter;
import net.sf.jasperreports.pdf.common.PdfDocumentWriter;
import net.sf.jasperreports.pdf.common.PdfProducer;
import net.sf.jasperreports.pdf.common.PdfProducerContext;
import net.sf.jasperreports.pdf.type.PdfaConformanceEnum;

/**
 * Writes a filled print as PDF/A-2u: fonts and an sRGB profile inside, title and language stated,
 * dated as told. Equal prints with equal details come out as equal bytes on one release of the JDK
 * and the libraries; another release may write other bytes for the same print.
 */
final class PdfArchive {
  private PdfArchive() {}

  /** What the document says about itself; the date is its date of creation. */
  record Details(String title, String subject, ReportLanguage language, Instant date) {}

  static byte[] bytes(JasperPrint print, Details details) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JRPdfExporter exporter = new Exporter(details);
    exporter.setExporterInput(new SimpleExporterInput(print));
    exporter.setExporterOutput(new SimpleOutputStreamExporterOutput(out));
    exporter.setConfiguration(configuration(details));
    try {
      exporter.exportReport();
    } catch (JRException broken) {
      throw new RenderingException(details.title(), broken);
    }
    return PdfIdentity.settle(out.toByteArray());
  }

  private static SimplePdfExporterConfiguration configuration(Details details) {
    SimplePdfExporterConfiguration configuration = new SimplePdfExporterConfiguration();
    configuration.setPdfaConformance(PdfaConformanceEnum.PDFA_2U);
    configuration.setIccProfilePath(ColourProfile.NAME);
    configuration.setCompressed(false); // content is deflated all the same; see PdfIdentity
    configuration.setMetadataTitle(details.title());
    configuration.setMetadataSubject(details.subject());
    configuration.setMetadataAuthor("Sentinel");
    configuration.setMetadataCreator("Sentinel");
    configuration.setDisplayMetadataTitle(true);
    configuration.setTagLanguage(details.language().tag());
    return configuration;
  }

  /** Dates the document as told, where the library would write the time of the clock. */
  private static final class Exporter extends JRPdfExporter {
    private final Details details;

    Exporter(Details details) {
      super(ColourProfile.context());
      this.details = details;
    }

    @Override
    protected PdfProducer createPdfProducer() {
      return new Producer(createPdfProducerContext(), details);
    }
  }

  private static final class Producer extends ClassicPdfProducer {
    private final Details details;

    Producer(PdfProducerContext context, Details details) {
      super(context);
      this.details = details;
    }

    @Override
    public PdfDocumentWriter createWriter(OutputStream out) throws JRException {
      ClassicPdfWriter plain = (ClassicPdfWriter) super.createWriter(out);
      return new Writer(this, plain.getPdfWriter(), details);
    }
  }

  private static final class Writer extends ClassicPdfWriter {
    private final Details details;

    Writer(ClassicPdfProducer producer, PdfWriter writer, Details details) {
      super(producer, writer);
      this.details = details;
    }

    @Override
    public void createXmpMetadata(String title, String subject, String keywords, boolean tagged) {
      PdfDate date = new PdfDate(calendar(details.date()));
      PdfDictionary info = getPdfWriter().getInfo();
      info.put(PdfName.CREATIONDATE, date);
      info.put(PdfName.MODDATE, date);
      super.createXmpMetadata(title, subject, keywords, tagged);
    }
  }

  private static GregorianCalendar calendar(Instant date) {
    return GregorianCalendar.from(date.atZone(ZoneOffset.UTC));
  }
}
