package dk.sentinel.infra.stack;

import java.io.IOException;

/** One server or application of the stack. One thread at a time starts, stops and asks. */
interface Service {
  /** Its name for people. */
  String name();

  /**
   * Starts it and returns when it answers.
   *
   * @throws CannotGoOn when it ended or did not answer in time, with the end of its log
   */
  void start() throws IOException, InterruptedException;

  /** Whether it still runs. */
  boolean running();

  /** Stops it and returns when it has ended; does nothing when it does not run. */
  void stop();

  /** Whether others store their data in it, so that it has to end after them. */
  default boolean bearsData() {
    return false;
  }
}
