package dk.sentinel.reports.render;

/**
 * A document could not be rendered: a failure of the machine or of a template, never of the data.
 */
public final class RenderingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RenderingException(String document, Throwable cause) {
    super("Could not render " + document, cause);
  }
}
