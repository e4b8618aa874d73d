package dk.sentinel.compliance.audit;

import org.jspecify.annotations.Nullable;

/**
 * What allows an act: the legal rule, and where the act rests on the clinic's own word, the
 * agreement, consent and enrolment that held at that moment. Read them inside the act's
 * transaction, so that the entry tells what was true when the act committed.
 *
 * @param legal the rule
 * @param agreement version of the data processing agreement in force; null when none is needed
 * @param consent version of the practice consent that held; null when none is needed
 * @param enrolment project and version, {@code code:version}; null when none is needed
 * @param permission id of the permission by sundhedsloven § 42 d; null when none is needed
 */
public record Basis(
    Legal legal,
    @Nullable Integer agreement,
    @Nullable Integer consent,
    @Nullable String enrolment,
    @Nullable String permission) {

  /** Checks that what others wrote are codes. */
  public Basis {
    enrolment = enrolment == null ? null : AuditValue.code(enrolment).value();
    permission = permission == null ? null : AuditValue.code(permission).value();
  }

  /** Legal rules, each with the code that stands in the log. */
  public enum Legal {
    /** Sundhedsloven § 42 d stk. 2 nr. 2: quality work on the clinic's own records. */
    QUALITY_WORK("dk:sundhedsloven:42d.2.2"),
    /** GDPR Article 28(3): the contract between controller and processor. */
    CONTRACT("eu:gdpr:28.3"),
    /** GDPR Article 28(3)(a): the controller's documented instruction. */
    INSTRUCTION("eu:gdpr:28.3.a"),
    /** GDPR Article 28(3)(h): the controller's audits of the processor. */
    SUPERVISION("eu:gdpr:28.3.h"),
    /** GDPR Article 32: security of processing. */
    SECURITY("eu:gdpr:32"),
    /** GDPR Article 28(3)(e) with 17: help with a person's right to erasure. */
    ERASURE("eu:gdpr:17");

    private final String code;

    Legal(String code) {
      this.code = code;
    }

    /** The code in the log. */
    public String code() {
      return code;
    }
  }

  /** The same, resting on this permission too. */
  public Basis permittedBy(String id) {
    return new Basis(legal, agreement, consent, enrolment, id);
  }

  /** A basis that is the rule alone. */
  public static Basis of(Legal legal) {
    return new Basis(legal, null, null, null, null);
  }

  /** The rule that fits a purpose. */
  public static Basis of(AuditAct.Purpose purpose) {
    return of(
        switch (purpose) {
          case QUALITY_42D -> Legal.QUALITY_WORK;
          case ADMIN, SUPPORT -> Legal.INSTRUCTION;
          case AUDIT -> Legal.SUPERVISION;
          case DSR -> Legal.ERASURE;
        });
  }
}
