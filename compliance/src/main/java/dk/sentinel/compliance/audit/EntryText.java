package dk.sentinel.compliance.audit;

import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.Actor;
import dk.sentinel.compliance.tenancy.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes an act as the canonical text whose UTF-8 bytes are hashed, kept and exported. */
final class EntryText {
  /** The largest entry: a C2SP entry bundle counts an entry's bytes in 16 bits. */
  static final int MAX_BYTES = 65_535;

  private static final long VERSION = 2;
  private static final Pattern ACTION = Pattern.compile("[a-z][a-z.-]{0,60}");
  private static final Pattern DETAIL = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,60}");

  private EntryText() {}

  /**
   * The canonical text of an act.
   *
   * @throws IllegalArgumentException when its bytes would exceed {@link #MAX_BYTES}, or something
   *     is not what an entry may carry
   */
  static String of(UUID entryId, Instant recordedAt, ActContext context, AuditAct act) {
    if (!ACTION.matcher(act.action()).matches()) {
      throw new IllegalArgumentException("an action is a word of the catalogue");
    }
    Map<String, Object> entry = new TreeMap<>();
    entry.put("v", VERSION);
    entry.put("id", entryId.toString());
    entry.put("recordedAt", instant(recordedAt));
    entry.put("clinic", context.tenant().toString());
    entry.put("correlation", context.correlation().toString());
    entry.put("actor", actor(context.actor()));
    Origin origin = context.origin();
    if (origin != null) {
      entry.put("origin", origin(origin));
    }
    entry.put("action", act.action());
    entry.put("object", object(act.object()));
    entry.put("outcome", word(act.outcome().name()));
    entry.put("purpose", act.purpose().name());
    entry.put("basis", basis(act.basis()));
    AuditAct.SubjectPseudonym subject = act.subject();
    if (subject != null) {
      entry.put("subject", subject.value());
    }
    putIfGiven(entry, "results", act.results());
    if (!act.details().isEmpty()) {
      Map<String, Object> details = new TreeMap<>();
      act.details().forEach((name, value) -> details.put(detail(name), plain(value)));
      entry.put("details", details);
    }
    String text = CanonicalJson.text(entry);
    if (!fits(text)) {
      throw new IllegalArgumentException("an audit entry may have at most 65,535 bytes");
    }
    return text;
  }

  private static boolean fits(String text) {
    // a char is at most three bytes of UTF-8
    return text.length() <= MAX_BYTES / 3
        || text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }

  private static Map<String, Object> actor(Actor actor) {
    Map<String, Object> written = new TreeMap<>();
    written.put("kind", word(actor.kind().name()));
    putCode(written, "id", actor.id());
    putCode(written, "role", actor.role());
    putCode(written, "authorisation", actor.authorisation());
    putCode(written, "onBehalfOf", actor.onBehalfOf());
    Actor.SignIn signIn = actor.signIn();
    if (signIn != null) {
      putCode(written, "level", signIn.level());
      putCode(written, "session", signIn.session());
      written.put("authTime", instant(signIn.authTime()));
      putCode(written, "idp", signIn.idp());
    }
    return written;
  }

  private static Map<String, Object> origin(Origin origin) {
    Map<String, Object> written = new TreeMap<>();
    putCode(written, "address", origin.address());
    written.put("client", origin.client().code());
    return written;
  }

  private static Map<String, Object> object(AuditAct.AuditObject object) {
    Map<String, Object> written = new TreeMap<>();
    written.put("type", object.type());
    putIfGiven(written, "id", object.id());
    return written;
  }

  private static Map<String, Object> basis(Basis basis) {
    Map<String, Object> written = new TreeMap<>();
    written.put("legal", basis.legal().code());
    putIfGiven(written, "agreement", number(basis.agreement()));
    putIfGiven(written, "consent", number(basis.consent()));
    putIfGiven(written, "enrolment", basis.enrolment());
    putIfGiven(written, "permission", basis.permission());
    return written;
  }

  /** What others named, such as an identity provider's ids, is checked here as a code. */
  private static void putCode(Map<String, Object> written, String name, @Nullable String value) {
    putIfGiven(written, name, value == null ? null : AuditValue.code(value).value());
  }

  private static void putIfGiven(Map<String, Object> written, String name, @Nullable Object value) {
    if (value != null) {
      written.put(name, value);
    }
  }

  private static @Nullable Long number(@Nullable Integer number) {
    return number == null ? null : Long.valueOf(number);
  }

  private static Object plain(AuditValue value) {
    return switch (value) {
      case AuditValue.Count count -> count.value();
      case AuditValue.Code code -> code.value();
      case AuditValue.Codes codes -> String.join(",", codes.values());
      case AuditValue.Id id -> id.value().toString();
      case AuditValue.Day day -> day.value().toString();
      case AuditValue.Moment moment -> instant(moment.value());
    };
  }

  private static String detail(String name) {
    if (!DETAIL.matcher(name).matches()) {
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
