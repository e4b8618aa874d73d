package dk.sentinel.reports.render;

import java.nio.file.Files;
import java.nio.file.Path;

/** Prints the sample agreement in a process of its own. */
final class AgreementPrint {
  private AgreementPrint() {}

  public static void main(String[] arguments) throws Exception {
    Files.write(Path.of(arguments[0]), new AgreementRenderer().pdf(Samples.agreement()));
  }
}
