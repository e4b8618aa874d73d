package dk.sentinel.compliance.audit.archive;

import org.jspecify.annotations.Nullable;

/**
 * OpenSearch did not do what it was asked to: it is away, too slow, or refuses. Nothing is lost:
 * PostgreSQL has every entry, and the shipper tries again.
 */
public final class ArchiveUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ArchiveUnavailableException(String reason, @Nullable Throwable cause) {
    super(reason, cause);
  }
}
