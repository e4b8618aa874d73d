package dk.sentinel.portal.upstream;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the API says when it does not do what was asked (RFC 9457).
 *
 * @param status the HTTP status
 * @param slug the last part of the stable type, such as {@code clinic-not-found}; empty when the
 *     API gave none
 * @param detail what the API tells its reader, in its own words; never shown raw on a page
 * @param correlationId the id under which the API's log knows this call
 * @param fields the fields of the request that break a rule
 */
public record Problem(
    int status, String slug, String detail, String correlationId, List<String> fields) {

  static Problem of(int status, @Nullable Wire wire, String correlationId) {
    if (wire == null) {
      return new Problem(status, "", "", correlationId, List.of());
    }
    String type = Objects.requireNonNullElse(wire.type(), "");
    String slug = type.substring(type.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return new Problem(
        status,
        slug,
        Objects.requireNonNullElse(wire.detail(), ""),
        Objects.requireNonNullElse(wire.correlationId(), correlationId),
        Objects.requireNonNullElse(wire.errors(), List.<FieldError>of()).stream()
            .map(FieldError::field)
            .toList());
  }

  record Wire(
      @Nullable String type,
      @Nullable String detail,
      @Nullable String correlationId,
      @Nullable List<FieldError> errors) {}

  record FieldError(String field) {}
}
