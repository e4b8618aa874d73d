package dk.sentinel.api.openapi;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The description of every route, written by hand; a test holds it against the routes. */
@RestController
final class OpenApiController {
  private final Resource description = new ClassPathResource("openapi/openapi.yaml");

  @GetMapping(path = "/openapi.yaml", produces = "application/yaml")
  Resource description() {
    return description;
  }
}
