package dk.sentinel.api;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the operator sets.
 *
 * @param environment demo, test or production; production unless said otherwise
 * @param issuer the realm that signs tokens, such as {@code
 *     https://sign-in.example/realms/sentinel}
 * @param database where PostgreSQL is
 * @param clock the business time
 * @param platform who runs the platform
 * @param processor the company that runs the platform: the clinics' processor
 * @param trustedProxies IP addresses of peers that are believed when they say for whom they ask
 */
@ConfigurationProperties("sentinel")
public record SentinelSettings(
    @DefaultValue("production") Environment environment,
    URI issuer,
    @DefaultValue Database database,
    @DefaultValue BusinessClock clock,
    @DefaultValue Platform platform,
    Processor processor,
    @DefaultValue Set<String> trustedProxies) {

  /** Refuses a shifted clock in production. */
  public SentinelSettings {
    if (environment == Environment.PRODUCTION && !clock.offset().isZero()) {
      throw new IllegalArgumentException(
          "sentinel.clock.offset is for demo and test only: remove it or set sentinel.environment");
    }
    if (environment == Environment.PRODUCTION && processor.cvr().startsWith("9900")) {
      throw new IllegalArgumentException(
          "sentinel.processor.name and .cvr must name the company that runs this installation");
    }
  }

  /** What kind of installation this is. */
  public enum Environment {
    /** Synthetic people and patients, shown to visitors. */
    DEMO,
    /** Synthetic people and patients, used by tests. */
    TEST,
    /** Real people. */
    PRODUCTION;

    /** Whether people and patients are synthetic. */
    public boolean isSynthetic() {
      return this != PRODUCTION;
    }
  }

  /**
   * Where PostgreSQL is and how Sentinel's roles log in.
   *
   * @param host where it listens
   * @param port where it listens
   * @param name the database
   * @param ownerPassword of sentinel_owner, which migrates
   * @param appPassword of sentinel_app, which works
   * @param sequencerPassword of sentinel_sequencer, which numbers audit entries
   * @param directoryPassword of sentinel_directory, which finds clinics
   * @param statisticsPassword of sentinel_statistics, which counts
   * @param eraserPassword of sentinel_eraser, which deletes what a clinic leaves
   * @param poolSize connections of the application role
   */
  public record Database(
      @DefaultValue("localhost") String host,
      @DefaultValue("5432") int port,
      @DefaultValue("sentinel") String name,
      @DefaultValue("") String ownerPassword,
      @DefaultValue("") String appPassword,
      @DefaultValue("") String sequencerPassword,
      @DefaultValue("") String directoryPassword,
      @DefaultValue("") String statisticsPassword,
      @DefaultValue("") String eraserPassword,
      @DefaultValue("16") int poolSize) {

    /** Leaves out the passwords: this may be logged. */
    @Override
    public String toString() {
      return "PostgreSQL " + host + ":" + port + "/" + name;
    }
  }

  /**
   * The business time.
   *
   * @param offset added to the machine's time; zero in production
   */
  public record BusinessClock(@DefaultValue("PT0S") Duration offset) {}

  /**
   * Who runs the platform, by persistent professional id.
   *
   * @param operators run the platform; see no patient data
   * @param projectEditors define projects
   */
  public record Platform(
      @DefaultValue Set<String> operators, @DefaultValue Set<String> projectEditors) {}

  /**
   * The company that runs the platform, as the agreement names it.
   *
   * @param name its name
   * @param cvr its CVR number
   */
  public record Processor(String name, String cvr) {}
}
