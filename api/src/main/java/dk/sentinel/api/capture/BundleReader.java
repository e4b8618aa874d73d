package dk.sentinel.api.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Reads the JSON of a Bundle as a stream of entries. Pure; its errors carry no content. */
final class BundleReader {
  /** The most entries in one Bundle. */
  static final int MAX_ENTRIES = 5_000;

  /** The most JSON tokens in one Bundle: a few bytes of JSON can ask for many objects. */
  private static final int MAX_TOKENS = 2_000_000;

  private static final Set<String> TYPES =
      Set.of("batch", "transaction", "collection", "message", "document");

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxTokenCount(MAX_TOKENS)
                          .maxStringLength(4 << 20)
                          .maxNumberLength(100)
                          .maxNameLength(200)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          // an entry is followed by the next one
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private BundleReader() {}

  static ReceivedBundle read(byte[] body) {
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw notABundle();
      }
      ReceivedBundle bundle = bundle(parser);
      if (parser.nextToken() != null) {
        throw broken();
      }
      return bundle;
    } catch (JacksonException unreadable) {
      throw broken();
    }
  }

  private static ReceivedBundle bundle(JsonParser parser) {
    List<ReceivedBundle.Entry> entries = new ArrayList<>();
    boolean isBundle = false;
    boolean knownType = false;
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      JsonToken value = parser.nextToken();
      if (name.equals("entry") && value == JsonToken.START_ARRAY) {
        readEntries(parser, entries);
      } else if (name.equals("resourceType")) {
        isBundle = value == JsonToken.VALUE_STRING && "Bundle".equals(parser.getString());
      } else if (name.equals("type")) {
        knownType = value == JsonToken.VALUE_STRING && TYPES.contains(parser.getString());
      } else {
        parser.skipChildren();
      }
    }
    if (!isBundle || !knownType) {
      throw notABundle();
    }
    return new ReceivedBundle(List.copyOf(entries));
  }

  private static void readEntries(JsonParser parser, List<ReceivedBundle.Entry> entries) {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (entries.size() == MAX_ENTRIES) {
        throw new FhirRefusal(
            HttpStatus.CONTENT_TOO_LARGE,
            "too-long",
            "A Bundle may have at most " + MAX_ENTRIES + " entries. Split it and send the parts.");
      }
      JsonNode entry = JSON.readTree(parser);
      JsonNode resource = entry.path("resource");
      String fullUrl = entry.path("fullUrl").asString("");
      entries.add(
          new ReceivedBundle.Entry(
              entries.size(),
              fullUrl.isEmpty() ? null : fullUrl,
              resource.isObject() ? resource : MissingNode.getInstance()));
    }
  }

  private static FhirRefusal broken() {
    return new FhirRefusal(
        HttpStatus.BAD_REQUEST,
        "structure",
        "The body is not one whole JSON document. Send the complete Bundle as UTF-8 JSON.");
  }

  private static FhirRefusal notABundle() {
    return new FhirRefusal(
        HttpStatus.BAD_REQUEST,
        "invalid",
        "Send a FHIR R4 Bundle of type batch, transaction, collection or message.");
  }
}
