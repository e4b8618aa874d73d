package dk.sentinel.api.fairness;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much one caller may ask of one instance of the API. What all callers together can ask is for
 * the machine's size to decide, not for these.
 *
 * @param person a person, whatever clinics they ask about
 * @param clinic all people of a clinic together
 * @param practiceSystem a practice system, for whatever clinics it sends
 * @param delivery what practice systems send for one clinic
 * @param open what is asked without sign-in from one address
 */
@ConfigurationProperties("sentinel.limits")
record LimitSettings(
    @DefaultValue Person person,
    @DefaultValue Clinic clinic,
    @DefaultValue PracticeSystem practiceSystem,
    @DefaultValue Delivery delivery,
    @DefaultValue Open open) {

  /** See {@link Limit}. */
  record Open(
      @DefaultValue("20") int requests,
      @DefaultValue("60s") Duration window,
      @DefaultValue("2") int atOnce) {
    Limit limit() {
      return new Limit("open", requests, window, atOnce);
    }
  }

  /** See {@link Limit}. */
  record Person(
      @DefaultValue("200") int requests,
      @DefaultValue("10s") Duration window,
      @DefaultValue("12") int atOnce) {
    Limit limit() {
      return new Limit("person", requests, window, atOnce);
    }
  }

  /** See {@link Limit}. */
  record Clinic(
      @DefaultValue("400") int requests,
      @DefaultValue("10s") Duration window,
      @DefaultValue("16") int atOnce) {
    Limit limit() {
      return new Limit("clinic", requests, window, atOnce);
    }
  }

  /**
   * See {@link Limit}.
   *
   * @param refusalPause how long it waits for the answer that it asked too much
   */
  record PracticeSystem(
      @DefaultValue("600") int requests,
      @DefaultValue("10s") Duration window,
      @DefaultValue("8") int atOnce,
      @DefaultValue("1s") Duration refusalPause) {
    Limit limit() {
      return new Limit("practice-system", requests, window, atOnce);
    }
  }

  /** See {@link Limit}. */
  record Delivery(
      @DefaultValue("100") int requests,
      @DefaultValue("10s") Duration window,
      @DefaultValue("2") int atOnce) {
    Limit limit() {
      return new Limit("delivery", requests, window, atOnce);
    }
  }
}
