package dk.sentinel.infra.stack;

import java.time.Instant;

/** The demo desk as HTML: whole without script, style sheet or picture from elsewhere. */
final class DemoDeskPage {
  private static final String STYLE =
      """
      body{font:16px/1.5 system-ui,sans-serif;margin:0;color:#1a1a1a;background:#fff}
      header{background:#1d3557;color:#fff;padding:1rem 2rem;display:flex;gap:2rem;align-items:baseline}
      header h1{font-size:1.25rem;margin:0;flex:1}header a{color:#fff}
      main{padding:1rem 2rem;max-width:80rem}
      .scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}
      caption{text-align:left;padding:.5rem 0;color:#454545}
      th,td{text-align:left;padding:.5rem .75rem;border-bottom:1px solid #bfbfbf;vertical-align:top}
      thead th{border-bottom:2px solid #1d3557;white-space:nowrap}
      tbody th{font-weight:600}code{font:600 1rem ui-monospace,monospace;white-space:nowrap}
      .small{color:#454545;font-weight:400;display:block}
      a:focus-visible{outline:3px solid #f2b134;outline-offset:2px}
      """;

  private final DemoPeople people;
  private final boolean english;

  DemoDeskPage(DemoPeople people, boolean english) {
    this.people = people;
    this.english = english;
  }

  /** The page at an instant; the browser asks for the next one when the codes change. */
  String html(Instant now) {
    int left = Totp.secondsLeft(now);
    StringBuilder rows = new StringBuilder();
    people.people().forEach(person -> row(rows, person, now));
    return """
    <!doctype html>
    <html lang="%s"><head><meta charset="utf-8"><title>%s</title>
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <meta http-equiv="refresh" content="%d"><style>%s</style></head>
    <body><header><h1>%s</h1><a href="%s" lang="%s" hreflang="%s">%s</a></header>
    <main><p>%s</p><div class="scroll" role="region" aria-label="%s" tabindex="0"><table>
    <caption>%s</caption>
    <thead><tr><th scope="col">%s</th><th scope="col">%s</th><th scope="col">%s</th>\
    <th scope="col">%s</th><th scope="col">%s</th></tr></thead>
    <tbody>
    %s</tbody></table></div></main></body></html>
    """
        .formatted(
            english ? "en" : "da",
            say("Sentinel: demobordet", "Sentinel: demo desk"),
            left,
            STYLE,
            say("Sentinel: demobordet", "Sentinel: demo desk"),
            english ? "/" : "/?lang=en",
            english ? "da" : "en",
            english ? "da" : "en",
            english ? "Dansk" : "English",
            say(
                "Alle personer er opdigtede. Log ind i portalen med brugernavn, adgangskode og"
                    + " engangskode.",
                "All people are invented. Sign in to the portal with user name, password and"
                    + " one-time code."),
            say("Demopersoner", "Demo people"),
            say(
                "Koderne skifter om " + left + " sekunder; siden henter selv de nye.",
                "The codes change in " + left + " seconds; the page fetches the new ones itself."),
            say("Person", "Person"),
            say("Brugernavn", "User name"),
            say("Adgangskode", "Password"),
            say("Engangskode", "One-time code"),
            say("Kan", "Can"),
            rows);
  }

  private void row(StringBuilder rows, DemoPeople.Person person, Instant now) {
    String code = person.code(now);
    rows.append(
        """
        <tr><th scope="row">%s<span class="small">%s</span></th><td><code>%s</code></td>\
        <td><code>%s</code></td><td><code>%s</code></td><td>%s</td></tr>
        """
            .formatted(
                escape(person.name()),
                escape(person.organization()),
                escape(person.username()),
                escape(person.password()),
                code.isEmpty() ? say("ingen", "none") : code,
                escape(say(person.danish(), person.english()))));
  }

  private String say(String danish, String inEnglish) {
    return english ? inEnglish : danish;
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
