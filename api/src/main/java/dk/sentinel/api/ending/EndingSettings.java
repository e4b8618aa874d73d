package dk.sentinel.api.ending;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the agreement says about its end.
 *
 * @param notice how long a clinic reads and takes along its data after it has terminated the
 *     agreement (appendix D.3)
 * @param backups how long after a deletion backups may still hold what was deleted (appendix C.4)
 * @param pause before the next look for what must be deleted
 */
@ConfigurationProperties("sentinel.ending")
record EndingSettings(
    @DefaultValue("30d") Duration notice,
    @DefaultValue("30d") Duration backups,
    @DefaultValue("1m") Duration pause) {}
