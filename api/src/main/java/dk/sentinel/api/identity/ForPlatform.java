package dk.sentinel.api.identity;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which platform roles a handler is for. Who has none of them is refused before the handler runs,
 * and the refusal is recorded in the platform's own log.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ForPlatform {
  /** The roles that may call. */
  PlatformRole[] value();
}
