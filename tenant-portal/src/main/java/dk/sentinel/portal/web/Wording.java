package dk.sentinel.portal.web;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;

/** Where every word of a page comes from: {@code messages_da} and {@code messages_en}. */
@Configuration(proxyBeanMethods = false)
class Wording {
  @Bean
  MessageSource messageSource() {
    var words = new ResourceBundleMessageSource();
    words.setBasename("messages");
    words.setDefaultEncoding(StandardCharsets.UTF_8.name());
    words.setFallbackToSystemLocale(false);
    words.setDefaultLocale(Locale.of("da", "DK"));
    words.setAlwaysUseMessageFormat(true);
    return words;
  }
}
