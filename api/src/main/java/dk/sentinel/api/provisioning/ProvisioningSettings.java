package dk.sentinel.api.provisioning;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often Keycloak is looked after.
 *
 * @param follow the pause before the next look for wishes
 * @param compare the pause between two comparisons of everything
 */
@ConfigurationProperties("sentinel.provisioning")
record ProvisioningSettings(
    @DefaultValue("300ms") Duration follow, @DefaultValue("10m") Duration compare) {}
