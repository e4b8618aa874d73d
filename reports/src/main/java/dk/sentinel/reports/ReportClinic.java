package dk.sentinel.reports;

import java.util.List;

/**
 * The clinic a report belongs to, as it is named on paper.
 *
 * @param name the clinic's own name
 * @param cvr its company number, eight digits
 * @param ydernumre its provider numbers, in the order they are to be printed; may be empty
 */
public record ReportClinic(String name, String cvr, List<String> ydernumre) {

  /** Keeps its own copy of the list. */
  public ReportClinic {
    ydernumre = List.copyOf(ydernumre);
  }
}
