package dk.sentinel.planted.tenancy_alone_opens_transactions.api.clinic;

import org.springframework.transaction.reactive.TransactionalOperator;

/** Planted: breaks the rule it is named after. */
final class Violation {
  Class<?> wrong() {
    return TransactionalOperator.class;
  }
}
