package dk.sentinel.planted.only_render_knows_jasper.reports;

import net.sf.jasperreports.engine.JasperReport;

/** Planted: breaks the rule it is named after. */
final class Violation {
  Class<?> wrong() {
    return JasperReport.class;
  }
}
