package dk.sentinel.infra.e2e;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the API answered to a practice system.
 *
 * @param status the HTTP status
 * @param body receipt or OperationOutcome as JSON text
 */
record PracticeSystemAnswer(int status, String body) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  int count(String what, String resourceType) {
    return JSON.readTree(body).path(what).path(resourceType).asInt(0);
  }

  int total(String what) {
    int sum = 0;
    for (JsonNode count : JSON.readTree(body).path(what)) {
      sum += count.asInt();
    }
    return sum;
  }
}
