package dk.sentinel.compliance.agreement;

/**
 * A company that enters into an agreement.
 *
 * @param name its name
 * @param cvr its CVR number
 */
public record Party(String name, String cvr) {}
