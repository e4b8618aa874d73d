package dk.sentinel.compliance.audit.proof.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The program {@code sentinel-verify.jar}. Its exit code is 0 when everything is as it was signed,
 * 1 when something is not, and 2 when it could not check: the command was not understood or a file
 * could not be read. Results go to standard output, everything else to standard error.
 */
public final class Main {
  private static final int INTACT = 0;
  private static final int DAMAGED = 1;
  private static final int NOT_CHECKED = 2;

  private final PrintStream out;
  private final PrintStream err;

  private Main(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs the program and ends the process. */
  public static void main(String[] words) {
    System.exit(
        run(
            words,
            Locale.getDefault(),
            new PrintStream(System.out, true, StandardCharsets.UTF_8),
            new PrintStream(System.err, true, StandardCharsets.UTF_8)));
  }

  /** Runs the program; returns its exit code. */
  static int run(String[] words, Locale locale, PrintStream out, PrintStream err) {
    return new Main(out, err).run(words, locale);
  }

  private int run(String[] words, Locale locale) {
    Wording own = new Wording(locale.getLanguage().equals("da") ? Wording.DANISH : Locale.ENGLISH);
    try {
      Options options = Options.parse(words, locale);
      Path subject = options.subject();
      if (subject == null) {
        out.print(new Wording(options.locale()).text("help"));
        return INTACT;
      }
      return check(subject, options);
    } catch (Options.NotUnderstood e) {
      err.println(own.text("not-understood", String.valueOf(e.getMessage())));
      err.print(own.text("help"));
      return NOT_CHECKED;
    }
  }

  private int check(Path subject, Options options) throws Options.NotUnderstood {
    Wording wording = new Wording(options.locale());
    Progress progress = new Progress(err, wording);
    try {
      if (options.proof() == null && EvidenceCheck.isOne(subject)) {
        return checkEvidence(subject, options);
      }
      LogCheck.Result result;
      if (options.proof() == null) {
        LogCheck.Request request =
            new LogCheck.Request(subject, options.key(), options.older(), options.copy());
        result = LogCheck.of(request, progress);
      } else if (options.key() == null) {
        throw new Options.NotUnderstood("--proof … --key ?");
      } else {
        result = EntryCheck.of(subject, options.proof(), options.key());
      }
      Report report = new Report(result, subject, progress.elapsed());
      out.print(options.json() ? report.json() : report.text(options.locale()));
      return result.isIntact() ? INTACT : DAMAGED;
    } catch (NoSuchFileException e) {
      err.println(wording.text("no-file", String.valueOf(e.getMessage())));
    } catch (IOException e) {
      err.println(wording.text("unreadable", String.valueOf(e.getMessage())));
    }
    return NOT_CHECKED;
  }

  private int checkEvidence(Path subject, Options options) throws IOException {
    EvidenceCheck.Result result = EvidenceCheck.of(subject, options.anchors());
    EvidenceReport report = new EvidenceReport(result, subject);
    out.print(options.json() ? report.json() : report.text(options.locale()));
    return result.isIntact() ? INTACT : DAMAGED;
  }
}
