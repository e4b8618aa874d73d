package dk.sentinel.api.letter;

import dk.sentinel.api.problem.WordlessTrace;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Hands letters to an SMTP server (RFC 5321) as plain text. A letter's id is its Message-ID, so
 * that one which had to be handed over twice is known for one. No address and no word of the server
 * goes to the log: it could repeat the address.
 */
final class SmtpPost implements LetterPost {
  private static final Logger LOG = LoggerFactory.getLogger(SmtpPost.class);
  private static final int NEVER = 500;

  private final LetterSettings settings;
  private final JavaMailSenderImpl server;

  SmtpPost(LetterSettings settings) {
    this.settings = settings;
    this.server = server(settings);
  }

  private static JavaMailSenderImpl server(LetterSettings settings) {
    JavaMailSenderImpl server = new JavaMailSenderImpl();
    server.setHost(settings.requiredHost());
    server.setPort(settings.port());
    server.setUsername(settings.user());
    server.setPassword(settings.password());
    server.setDefaultEncoding(StandardCharsets.UTF_8.name());
    server.setJavaMailProperties(properties(settings));
    return server;
  }

  private static Properties properties(LetterSettings settings) {
    String patience = Long.toString(settings.patience().toMillis());
    boolean startTls = settings.tls() == LetterSettings.Tls.STARTTLS;
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.connectiontimeout", patience);
    properties.setProperty("mail.smtp.timeout", patience);
    properties.setProperty("mail.smtp.writetimeout", patience);
    properties.setProperty("mail.smtp.auth", Boolean.toString(settings.user() != null));
    properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(startTls));
    properties.setProperty("mail.smtp.starttls.required", Boolean.toString(startTls));
    properties.setProperty(
        "mail.smtp.ssl.enable", Boolean.toString(settings.tls() == LetterSettings.Tls.IMPLICIT));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    return properties;
  }

  @Override
  public Outcome hand(Letter letter) {
    try {
      server.send(message(letter));
      return Outcome.TAKEN;
    } catch (MessagingException | MailException error) {
      boolean forGood = isForGood(error);
      LOG.warn(
          "{} was not taken, {}: {}",
          letter,
          forGood ? "for good" : "and waits",
          new WordlessTrace(error));
      return forGood ? Outcome.REFUSED : Outcome.UNCLEAR;
    }
  }

  private MimeMessage message(Letter letter) throws MessagingException {
    LetterText text =
        LetterText.of(letter, settings.page("/clinics/" + letter.clinic() + "/agreement"));
    InternetAddress sender = new InternetAddress(settings.requiredSender(), true);
    String name = "<%s@%s>".formatted(letter.id(), sender.getAddress().replaceAll(".*@", ""));
    MimeMessage message =
        new MimeMessage(server.getSession()) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", name);
          }
        };
    message.setFrom(sender);
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(letter.address(), true));
    message.setSubject(text.subject(), StandardCharsets.UTF_8.name());
    message.setText(text.body(), StandardCharsets.UTF_8.name());
    // RFC 3834: machines shall not answer.
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setHeader("Content-Language", letter.language().tag());
    return message;
  }

  /** Whether the server's last word was a 5xx about the letter or its address (RFC 5321, 4.2.1). */
  private static boolean isForGood(Exception error) {
    if (error instanceof MailSendException several) {
      for (Exception each : several.getMessageExceptions()) {
        if (isForGood(each)) {
          return true;
        }
      }
    }
    return saysNever(error);
  }

  private static boolean saysNever(@Nullable Throwable error) {
    return switch (error) {
      case SMTPAddressFailedException address -> address.getReturnCode() >= NEVER;
      case SMTPSendFailedException refused when refused.getNextException() == null ->
          refused.getReturnCode() >= NEVER;
      case jakarta.mail.internet.AddressException unusable -> true;
      case MessagingException other -> saysNever(other.getNextException());
      case null, default -> false;
    };
  }
}
