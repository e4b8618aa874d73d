package dk.sentinel.compliance.audit;

import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.Actor;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Writes an act as the canonical bytes that are hashed, kept and exported. */
final class EntryText {
  /** The largest entry (design.md section 5). */
  static final int MAX_BYTES = 64 * 1024;

  private EntryText() {}

  /**
   * The canonical bytes of an act.
   *
   * @throws IllegalArgumentException when they would exceed 64 KiB
   */
  static byte[] of(UUID entryId, Instant recordedAt, ActContext context, AuditAct act) {
    if (!act.action().matches("[a-z][a-z.-]{0,60}")) {
      throw new IllegalArgumentException("an action is a word of the catalogue");
    }
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("v", 1L);
    entry.put("id", entryId.toString());
    entry.put("recordedAt", instant(recordedAt));
    entry.put("clinic", context.tenant().toString());
    entry.put("correlation", context.correlation().toString());
    entry.put("actor", actor(context.actor()));
    entry.put("action", act.action());
    entry.put("object", object(act.object()));
    entry.put("outcome", word(act.outcome().name()));
    entry.put("purpose", act.purpose().name());
    AuditAct.SubjectPseudonym subject = act.subject();
    if (subject != null) {
      entry.put("subject", subject.value());
    }
    if (!act.details().isEmpty()) {
      Map<String, Object> details = new LinkedHashMap<>();
      act.details().forEach((name, value) -> details.put(detail(name), plain(value)));
      entry.put("details", details);
    }
    byte[] bytes = CanonicalJson.bytes(entry);
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException("an audit entry may have at most 64 KiB");
    }
    return bytes;
  }

  private static Map<String, Object> actor(Actor actor) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("kind", word(actor.kind().name()));
    written.put("id", actor.id());
    written.put("role", actor.role());
    Actor.SignIn signIn = actor.signIn();
    if (signIn != null) {
      written.put("level", signIn.level());
      written.put("session", signIn.session());
      written.put("authTime", instant(signIn.authTime()));
    }
    return written;
  }

  private static Map<String, Object> object(AuditAct.AuditObject object) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("type", object.type());
    String id = object.id();
    if (id != null) {
      written.put("id", id);
    }
    return written;
  }

  private static Object plain(AuditValue value) {
    return switch (value) {
      case AuditValue.Count count -> count.value();
      case AuditValue.Code code -> code.value();
      case AuditValue.Id id -> id.value().toString();
      case AuditValue.Day day -> day.value().toString();
      case AuditValue.Moment moment -> instant(moment.value());
    };
  }

  private static String detail(String name) {
    if (!name.matches("[A-Za-z][A-Za-z0-9_.-]{0,60}")) {
      throw new IllegalArgumentException("a detail has a plain name");
    }
    return name;
  }

  private static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String instant(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
