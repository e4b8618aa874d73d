package dk.sentinel.api.identity;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which roles in the clinic a handler below {@code /clinics/{clinicId}} is for. Such a handler runs
 * with the clinic's {@link dk.sentinel.compliance.tenancy.ActContext} in its Reactor context, the
 * actor in the first of these roles that the person has. A handler without this annotation is never
 * reached.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ForClinic {
  /** The roles that may call; the first that fits is the one recorded. */
  ClinicRole[] value();

  /**
   * Whether the person must have proved who they are within the last ten minutes: for what leaves
   * Sentinel and names people. Who did so longer ago is asked to do it again (RFC 9470).
   */
  boolean freshSignIn() default false;
}
