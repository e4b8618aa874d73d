package dk.sentinel.compliance.agreement;

/** The blanks of a text: the parties' names and numbers. */
final class Blanks {
  private Blanks() {}

  static String fill(String text, Party controller, Party processor) {
    return fill(text, controller)
        .replace("{processorCvr}", processor.cvr())
        .replace("{processor}", processor.name());
  }

  static String fill(String text, Party controller) {
    return text.replace("{clinic}", controller.name()).replace("{cvr}", controller.cvr());
  }
}
