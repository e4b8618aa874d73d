package dk.sentinel.infra.e2e;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mail server of the tests: where the stack's letters arrive. */
final class Letterbox {
  private static final String HOST = "127.0.0.1";
  private static final int MOST = 100;
  private static @Nullable Letterbox shared;

  private final GreenMail mail;

  private Letterbox(GreenMail mail) {
    this.mail = mail;
  }

  /** The letterbox, opened when somebody first asks: on the port that a running stack was told. */
  static synchronized Letterbox shared() {
    Letterbox open = shared;
    if (open == null) {
      String port = System.getenv("SENTINEL_LETTERS_PORT");
      GreenMail mail =
          new GreenMail(
              new ServerSetup(
                  port == null ? 0 : Integer.parseInt(port), HOST, ServerSetup.PROTOCOL_SMTP));
      mail.start();
      open = new Letterbox(mail);
      shared = open;
    }
    return open;
  }

  /** What the API needs to know to send letters here. */
  Map<String, String> settings() {
    return Map.of(
        "SENTINEL_LETTERS_HOST",
        HOST,
        "SENTINEL_LETTERS_PORT",
        Integer.toString(mail.getSmtp().getPort()),
        "SENTINEL_LETTERS_TLS",
        "none",
        "SENTINEL_LETTERS_SENDER",
        "sentinel@example.org",
        "SENTINEL_LETTERS_PORTAL",
        "https://sentinel.example.org",
        "SENTINEL_LETTERS_PAUSE",
        "1s");
  }

  /** The letters to an address, as text, once there are any; none after a minute. */
  List<String> to(String address) {
    for (int known = 0; known < MOST; known++) {
      List<String> letters =
          Arrays.stream(mail.getReceivedMessages())
              .map(GreenMailUtil::getWholeMessage)
              .filter(letter -> letter.contains(address))
              .toList();
      if (!letters.isEmpty() || !mail.waitForIncomingEmail(60_000, known + 1)) {
        return letters;
      }
    }
    return List.of();
  }
}
