package dk.sentinel.compliance.audit.proof.verify;

import dk.sentinel.compliance.audit.proof.Checkpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Collectors;

/** What came out of a check, for people and for programs. */
final class Report {
  private final LogCheck.Result result;
  private final Path subject;
  private final Duration took;

  Report(LogCheck.Result result, Path subject, Duration took) {
    this.result = result;
    this.subject = subject;
    this.took = took;
  }

  /** For people. */
  String text(Locale locale) {
    Wording wording = new Wording(locale);
    StringBuilder text = new StringBuilder();
    line(text, wording.text("title", subject));
    text.append('\n');
    Checkpoint checkpoint = result.checkpoint();
    if (checkpoint != null) {
      line(text, wording.text("log", checkpoint.origin()));
      line(
          text,
          wording.text(
              "signed", checkpoint.size(), Base64.getEncoder().encodeToString(checkpoint.root())));
    }
    if (result.key() != null) {
      line(text, wording.text("key", result.key()));
      line(text, wording.text(result.keyExpected() ? "key.expected" : "key.unknown"));
      if (result.rotations() > 0) {
        line(text, wording.text("key.rotations", result.rotations()));
      }
    }
    line(text, wording.text("checked", result.checked(), seconds(locale)));
    if (result.letGo() > 0) {
      line(text, wording.text("let-go", result.letGo()));
    }
    text.append('\n');
    if (result.isIntact()) {
      line(text, wording.text("intact"));
    } else {
      line(text, wording.text("damaged", result.damages().size() + result.more()));
      for (Damage damage : result.damages()) {
        line(text, "  - " + wording.text(damage));
      }
      if (result.more() > 0) {
        line(text, wording.text("more", result.more()));
      }
      text.append('\n');
      line(text, wording.text("damaged.then"));
    }
    return text.toString();
  }

  private String seconds(Locale locale) {
    return String.format(locale, "%.1f", took.toMillis() / 1_000.0);
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }

  /** For programs: one JSON object on one line. */
  String json() {
    Checkpoint checkpoint = result.checkpoint();
    StringBuilder json = new StringBuilder("{\"intact\":").append(result.isIntact());
    if (checkpoint != null) {
      json.append(",\"log\":").append(Json.quoted(checkpoint.origin()));
      json.append(",\"size\":").append(checkpoint.size());
      json.append(",\"root\":")
          .append(Json.quoted(Base64.getEncoder().encodeToString(checkpoint.root())));
    }
    if (result.key() != null) {
      json.append(",\"key\":").append(Json.quoted(result.key().toString()));
    }
    json.append(",\"keyExpected\":").append(result.keyExpected());
    json.append(",\"rotations\":").append(result.rotations());
    json.append(",\"checked\":").append(result.checked());
    json.append(",\"letGo\":").append(result.letGo());
    json.append(",\"milliseconds\":").append(took.toMillis());
    json.append(",\"damages\":")
        .append(
            result.damages().stream().map(Report::json).collect(Collectors.joining(",", "[", "]")));
    return json.append(",\"more\":").append(result.more()).append("}\n").toString();
  }

  private static String json(Damage damage) {
    StringBuilder json = new StringBuilder("{\"kind\":\"").append(damage.kind()).append('"');
    if (damage.from() >= 0) {
      json.append(",\"from\":").append(damage.from()).append(",\"to\":").append(damage.to());
    }
    if (damage.file() != null) {
      json.append(",\"file\":").append(Json.quoted(damage.file()));
    }
    return json.append('}').toString();
  }
}
