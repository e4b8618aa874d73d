package dk.sentinel.compliance.agreement;

import java.util.UUID;

/** A text in every language of the platform that can be printed and signed. */
public sealed interface SignableText permits AgreementVersion, ConsentVersion {
  /** What it is. */
  DocumentKind kind();

  /** Which words: another id when a word is another. */
  UUID textId();

  /** 1, 2, … */
  int number();
}
