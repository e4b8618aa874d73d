package dk.sentinel.reports.diagnosis;

/** The sex that figures are split by; a person whose record does not state it is still counted. */
public enum Sex {
  WOMAN,
  MAN,
  UNSTATED
}
