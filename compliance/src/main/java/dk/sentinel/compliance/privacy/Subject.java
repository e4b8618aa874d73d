package dk.sentinel.compliance.privacy;

import dk.sentinel.compliance.audit.AuditAct;
import java.util.UUID;

/**
 * A person whose data a clinic has sent, known by a key and not by a number.
 *
 * @param id stands for the person in the clinic's own tables
 * @param pseudonym stands for the person in the clinic's audit log, as long as their key exists
 */
public record Subject(UUID id, AuditAct.SubjectPseudonym pseudonym) {}
