package dk.sentinel.portal.clinic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.util.MultiValueMap;

/** One row of the form as it was typed; empty text where nothing was. */
record TypedYdernummer(
    String number, String speciality, String region, String validFrom, String validTo) {
  static final TypedYdernummer EMPTY = new TypedYdernummer("", "", "", "", "");
  static final int MOST_ROWS = 20;

  /** The rows in which something was typed, in order. */
  static List<TypedYdernummer> of(MultiValueMap<String, String> form) {
    List<TypedYdernummer> rows = new ArrayList<>();
    for (int at = 0; at < MOST_ROWS; at++) {
      TypedYdernummer row =
          new TypedYdernummer(
              text(form, "number-" + at),
              text(form, "speciality-" + at),
              text(form, "region-" + at),
              text(form, "validFrom-" + at),
              text(form, "validTo-" + at));
      if (!row.equals(EMPTY)) {
        rows.add(row);
      }
    }
    return rows;
  }

  /** The only row of a form. */
  static TypedYdernummer first(MultiValueMap<String, String> form) {
    List<TypedYdernummer> rows = of(form);
    return rows.isEmpty() ? EMPTY : rows.getFirst();
  }

  static String text(MultiValueMap<String, String> form, String field) {
    String value = form.getFirst(field);
    return value == null ? "" : value.strip();
  }

  /** What the API takes; a field that was left empty is not sent. */
  Map<String, String> request() {
    Map<String, String> request = new TreeMap<>();
    request.put("number", number);
    request.put("speciality", speciality);
    request.put("region", region);
    request.put("validFrom", validFrom);
    request.put("validTo", validTo);
    request.values().removeIf(String::isEmpty);
    return request;
  }

  /** The rows of a page: what was typed, and empty ones to type in. */
  static List<TypedYdernummer> shown(List<TypedYdernummer> typed, int empty) {
    return Stream.concat(typed.stream(), Stream.generate(() -> EMPTY).limit(empty))
        .limit(MOST_ROWS)
        .toList();
  }
}
