package dk.sentinel.infra.stack;

import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;

/** A service that is one container. */
final class Container implements Service {
  private final String name;
  private final Supplier<GenericContainer<?>> recipe;
  private final Afterwards afterwards;
  private volatile @Nullable GenericContainer<?> container;

  /**
   * @param recipe makes the container, not yet started
   * @param afterwards what is to be done when it answers
   */
  Container(String name, Supplier<GenericContainer<?>> recipe, Afterwards afterwards) {
    this.name = name;
    this.recipe = recipe;
    this.afterwards = afterwards;
  }

  /** What is to be done when a container answers. */
  interface Afterwards {
    void run() throws IOException;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void start() throws IOException {
    stop();
    GenericContainer<?> next = recipe.get();
    container = next;
    try {
      next.start();
    } catch (ContainerLaunchException | IllegalStateException e) {
      throw new CannotGoOn(
          name
              + " did not start in a container: "
              + e.getMessage()
              + ". Is Docker running? Without it leave out -Dsentinel.servers=containers.",
          e);
    }
    afterwards.run();
  }

  @Override
  public boolean running() {
    GenericContainer<?> now = container;
    return now != null && now.isRunning();
  }

  @Override
  public void stop() {
    GenericContainer<?> now = container;
    container = null;
    if (now != null) {
      now.stop();
    }
  }

  @Override
  public boolean bearsData() {
    return !name.equals("Keycloak");
  }
}
