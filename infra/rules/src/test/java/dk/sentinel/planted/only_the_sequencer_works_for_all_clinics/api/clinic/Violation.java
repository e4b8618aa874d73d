package dk.sentinel.planted.only_the_sequencer_works_for_all_clinics.api.clinic;

import dk.sentinel.planted.only_the_sequencer_works_for_all_clinics.compliance.tenancy.RoleTransactions;

/** Planted: breaks the rule it is named after. */
final class Violation {
  Class<?> wrong() {
    return RoleTransactions.class;
  }
}
