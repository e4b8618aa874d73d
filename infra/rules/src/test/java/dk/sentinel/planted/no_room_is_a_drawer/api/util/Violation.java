package dk.sentinel.planted.no_room_is_a_drawer.api.util;

import java.util.List;

/** Planted: breaks the rule it is named after. */
final class Violation {
  List<String> wrong() {
    return List.of();
  }
}
