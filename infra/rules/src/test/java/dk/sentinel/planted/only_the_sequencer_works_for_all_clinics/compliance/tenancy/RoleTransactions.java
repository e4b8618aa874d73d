package dk.sentinel.planted.only_the_sequencer_works_for_all_clinics.compliance.tenancy;

/** Stands for the class that the rule guards. */
public final class RoleTransactions {
  private RoleTransactions() {}
}
