package dk.sentinel.reports.render;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import net.sf.jasperreports.engine.DefaultJasperReportsContext;
import net.sf.jasperreports.engine.JRException;
import net.sf.jasperreports.engine.JRPropertiesUtil;
import net.sf.jasperreports.engine.JasperCompileManager;
import net.sf.jasperreports.engine.JasperFillManager;
import net.sf.jasperreports.engine.JasperPrint;
import net.sf.jasperreports.engine.JasperReport;
import net.sf.jasperreports.engine.data.JRMapCollectionDataSource;

/**
 * The templates beside this class, compiled once per process, when first asked for. A compiled
 * template is immutable: any thread may fill it. They are not compiled by the build, because a
 * compiled template carries a time stamp and the archive would not come out the same twice.
 */
final class Templates {
  private static final Map<String, JasperReport> COMPILED = new ConcurrentHashMap<>();

  static {
    // No screen on a server: charts and fonts must not look for one.
    System.setProperty("java.awt.headless", "true");
    JRPropertiesUtil.getInstance(DefaultJasperReportsContext.getInstance())
        .setProperty("net.sf.jasperreports.awt.check.available.printers", "false");
  }

  private Templates() {}

  static JasperReport get(String name) {
    return COMPILED.computeIfAbsent(name, Templates::compile);
  }

  static JasperPrint fill(
      String name, Map<String, Object> parameters, Collection<Map<String, ?>> rows) {
    try {
      return JasperFillManager.fillReport(
          get(name), parameters, new JRMapCollectionDataSource(rows));
    } catch (JRException broken) {
      throw new RenderingException(name, broken);
    }
  }

  private static JasperReport compile(String name) {
    String file = name + ".jrxml";
    try (InputStream in = Objects.requireNonNull(Templates.class.getResourceAsStream(file), file)) {
      return JasperCompileManager.compileReport(in);
    } catch (IOException | JRException broken) {
      throw new RenderingException(file, broken);
    }
  }
}
