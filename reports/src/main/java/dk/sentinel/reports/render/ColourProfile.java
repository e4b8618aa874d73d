package dk.sentinel.reports.render;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.util.List;
import net.sf.jasperreports.engine.JasperReportsContext;
import net.sf.jasperreports.engine.SimpleJasperReportsContext;
import net.sf.jasperreports.repo.InputStreamResource;
import net.sf.jasperreports.repo.RepositoryService;
import net.sf.jasperreports.repo.Resource;
import org.jspecify.annotations.Nullable;

/** Hands the exporter the sRGB profile of the JDK, where it would look for a file. */
final class ColourProfile implements RepositoryService {
  static final String NAME = "sRGB";

  private static final byte[] BYTES = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();

  /** The library's usual surroundings, with the profile in reach. */
  static JasperReportsContext context() {
    SimpleJasperReportsContext context = new SimpleJasperReportsContext();
    context.setExtensions(RepositoryService.class, List.of(new ColourProfile()));
    return context;
  }

  @Override
  public <K extends Resource> @Nullable K getResource(String uri, Class<K> type) {
    if (!uri.equals(NAME) || !type.equals(InputStreamResource.class)) {
      return null;
    }
    InputStreamResource profile = new InputStreamResource();
    profile.setInputStream(new ByteArrayInputStream(BYTES));
    return type.cast(profile);
  }

  @Override
  public @Nullable Resource getResource(String uri) {
    return getResource(uri, InputStreamResource.class);
  }

  @Override
  public void saveResource(String uri, Resource resource) {
    throw new UnsupportedOperationException("Nothing is saved here");
  }
}
