package dk.sentinel.compliance.audit;

import dk.sentinel.compliance.tenancy.ActContext;
import dk.sentinel.compliance.tenancy.Actor;
import dk.sentinel.compliance.tenancy.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
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
  private static final int TO_THE_MINUTE = "2026-01-02T03:04".length();
  private static final Pattern DETAIL = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,60}");

  private EntryText() {}

  /**
   * The canonical text of an act.
   *
   * @throws IllegalArgumentException when its bytes would exceed {@link #MAX_BYTES}, or something
   *     is not what an entry may carry
   */
  static String of(UUID entryId, Instant recordedAt, ActContext context, AuditAct act) {
    if (!isWord(act.action(), ".-")) {
      throw new IllegalArgumentException("an action is a word of the catalogue");
    }
    CanonicalJson entry = new CanonicalJson().member("action", act.action());
    actor(entry, context.actor());
    basis(entry, act.basis());
    entry
        .member("clinic", context.tenant().toString())
        .member("correlation", context.correlation().toString());
    details(entry, act.details());
    entry
        .member("id", entryId.toString())
        .object("object")
        .member("id", act.object().id())
        .member("type", act.object().type())
        .end();
    Origin origin = context.origin();
    if (origin != null) {
      entry
          .object("origin")
          .member("address", code(origin.address()))
          .member("client", origin.client().code())
          .end();
    }
    entry
        .member("outcome", word(act.outcome().name()))
        .member("purpose", act.purpose().name())
        .member("recordedAt", instant(recordedAt))
        .member("results", act.results());
    AuditAct.SubjectPseudonym subject = act.subject();
    String text =
        entry
            .member("subject", subject == null ? null : subject.value())
            .member("v", VERSION)
            .text();
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

  /** What others named, such as an identity provider's ids, is checked here as a code. */
  private static void actor(CanonicalJson entry, Actor actor) {
    Actor.SignIn signIn = actor.signIn();
    entry
        .object("actor")
        .member("authTime", signIn == null ? null : instant(signIn.authTime()))
        .member("authorisation", code(actor.authorisation()))
        .member("id", code(actor.id()))
        .member("idp", signIn == null ? null : code(signIn.idp()))
        .member("kind", word(actor.kind().name()))
        .member("level", signIn == null ? null : code(signIn.level()))
        .member("onBehalfOf", code(actor.onBehalfOf()))
        .member("role", code(actor.role()))
        .member("session", signIn == null ? null : code(signIn.session()))
        .end();
  }

  private static void basis(CanonicalJson entry, Basis basis) {
    entry
        .object("basis")
        .member("agreement", number(basis.agreement()))
        .member("consent", number(basis.consent()))
        .member("enrolment", basis.enrolment())
        .member("legal", basis.legal().code())
        .member("permission", basis.permission())
        .end();
  }

  private static void details(CanonicalJson entry, Map<String, AuditValue> details) {
    if (details.isEmpty()) {
      return;
    }
    entry.object("details");
    new TreeMap<>(details).forEach((name, value) -> detail(entry, name, value));
    entry.end();
  }

  private static void detail(CanonicalJson entry, String name, AuditValue value) {
    if (!DETAIL.matcher(name).matches()) {
      throw new IllegalArgumentException("a detail has a plain name");
    }
    switch (value) {
      case AuditValue.Count count -> entry.member(name, count.value());
      case AuditValue.Code code -> entry.member(name, code.value());
      case AuditValue.Codes codes -> entry.member(name, String.join(",", codes.values()));
      case AuditValue.Id id -> entry.member(name, id.value().toString());
      case AuditValue.Day day -> entry.member(name, day.value().toString());
      case AuditValue.Moment moment -> entry.member(name, instant(moment.value()));
    }
  }

  private static @Nullable String code(@Nullable String value) {
    return value == null ? null : AuditValue.code(value).value();
  }

  private static @Nullable Long number(@Nullable Integer number) {
    return number == null ? null : Long.valueOf(number);
  }

  /**
   * Whether a text is a word of the catalogues: at most 61 lower-case letters, after the first also
   * these marks. Every entry asks.
   */
  static boolean isWord(String text, String marks) {
    if (text.isEmpty() || text.length() > 61) {
      return false;
    }
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if ((c < 'a' || c > 'z') && (at == 0 || marks.indexOf(c) < 0)) {
        return false;
      }
    }
    return true;
  }

  private static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * What {@link Instant#toString} says to the millisecond, in a fraction of its time: each entry
   * tells two moments.
   */
  private static String instant(Instant instant) {
    String local =
        LocalDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC).toString();
    // seconds are left out when there are none
    return local.length() == TO_THE_MINUTE ? local + ":00Z" : local + 'Z';
  }
}
