package dk.sentinel.api.identity;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Handlers that stay open when a clinic's agreement has ended and its data are being deleted or
 * gone: the log, its proofs, and the certificate of the deletion. All others answer 410 then.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface AfterDeletion {}
