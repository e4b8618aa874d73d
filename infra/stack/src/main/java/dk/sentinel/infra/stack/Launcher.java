package dk.sentinel.infra.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The launcher behind {@code infra/up}, {@code infra/down}, {@code infra/servers} and {@code
 * infra/test}. It exits with 0 when it did what was asked, 1 when it could not (the last lines say
 * why and what to do), 2 when it was not understood; {@code test} exits as Maven did.
 */
public final class Launcher {
  private static final String USAGE =
      """
      infra/up [--detach] [--reset]              starts everything (--reset throws the data away first)
      infra/down                                 stops everything
      infra/servers [--free-ports] [--file FILE] starts the servers only; FILE says where they are
      infra/test [Maven arguments]               runs every test on servers of its own\
      """;

  private static final String CHOICE = "-Dsentinel.servers=";

  private Launcher() {}

  /**
   * Runs one command.
   *
   * @param args the command and its options; the system property {@code sentinel.project} names the
   *     checkout
   */
  public static void main(String[] args) {
    System.exit(exitCode(args));
  }

  private static int exitCode(String[] args) {
    try {
      return run(args);
    } catch (CannotGoOn e) {
      System.err.println(e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static int run(String[] args) throws InterruptedException {
    Project project = new Project(Path.of(System.getProperty("sentinel.project", ".")));
    String command = args.length == 0 ? "" : args[0];
    List<String> options = withoutChoice(args.length == 0 ? args : tail(args));
    return switch (command) {
      case "up" -> up(project, options);
      case "down" -> options.isEmpty() ? new DownCommand(usualData()).run() : misunderstood();
      case "servers" -> servers(project, options);
      case "test" -> new TestCommand(project).run(options);
      default -> misunderstood();
    };
  }

  private static String[] tail(String[] args) {
    return Arrays.copyOfRange(args, 1, args.length);
  }

  /** Takes {@code -Dsentinel.servers=…} out of the options: it is meant for the launcher. */
  private static List<String> withoutChoice(String[] options) {
    List<String> rest = new ArrayList<>();
    for (String option : options) {
      if (option.startsWith(CHOICE)) {
        System.setProperty("sentinel.servers", option.substring(CHOICE.length()));
      } else {
        rest.add(option);
      }
    }
    return rest;
  }

  private static DataDirectory usualData() {
    return DataDirectory.usual(System.getenv());
  }

  private static int misunderstood() {
    System.err.println(USAGE);
    return 2;
  }

  private static int up(Project project, List<String> options) throws InterruptedException {
    if (!only(options, "--detach", "--reset", "--yes")) {
      return misunderstood();
    }
    return new UpCommand(project, usualData())
        .run(options.contains("--detach"), options.contains("--reset"), options.contains("--yes"));
  }

  private static int servers(Project project, List<String> options) throws InterruptedException {
    List<String> flags = options.stream().filter(option -> !isFile(options, option)).toList();
    if (!only(flags, "--free-ports", "--file")) {
      return misunderstood();
    }
    return new ServersCommand(project).run(options.contains("--free-ports"), file(options));
  }

  private static boolean only(List<String> options, String... known) {
    return Arrays.asList(known).containsAll(options);
  }

  private static boolean isFile(List<String> options, String option) {
    int at = options.indexOf("--file");
    return at >= 0 && options.indexOf(option) == at + 1;
  }

  private static Path file(List<String> options) {
    int at = options.indexOf("--file");
    if (at < 0) {
      return Path.of(System.getProperty("java.io.tmpdir"), "sentinel-servers.properties");
    }
    if (at + 1 >= options.size()) {
      throw new CannotGoOn("--file needs the name of the file to write.");
    }
    return Path.of(options.get(at + 1));
  }
}
