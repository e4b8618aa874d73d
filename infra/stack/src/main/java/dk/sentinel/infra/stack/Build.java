package dk.sentinel.infra.stack;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Builds what is missing or older than its sources, without tests. */
final class Build {
  private static final Set<String> NOT_SOURCES = Set.of("target", "node_modules", ".git", "test");
  private static final String MODULES = "api,tenant-portal,infra/opensearch,infra/stack";

  private final Project project;
  private final Processes processes;
  private final Path stamp;

  Build(Project project, Processes processes) {
    this.project = project;
    this.processes = processes;
    this.stamp = project.root().resolve("infra/stack/target/built");
  }

  /** Whether a build is needed. */
  boolean isNeeded() throws IOException {
    for (Path jar : List.of(project.apiJar(), project.portalJar(), project.openSearchJar())) {
      if (!Files.exists(jar) || !Files.exists(plain(jar))) {
        return true;
      }
    }
    return newestSource().compareTo(built()) > 0;
  }

  /** When the last build was: its stamp, or the older of two jars that Maven made by itself. */
  private FileTime built() throws IOException {
    FileTime jars = Files.getLastModifiedTime(plain(project.apiJar()));
    FileTime portal = Files.getLastModifiedTime(plain(project.portalJar()));
    jars = portal.compareTo(jars) < 0 ? portal : jars;
    if (!Files.exists(stamp)) {
      return jars;
    }
    FileTime stamped = Files.getLastModifiedTime(stamp);
    return stamped.compareTo(jars) > 0 ? stamped : jars;
  }

  /** The jar beside the runnable one, which carries a fixed time to be the same in every build. */
  private static Path plain(Path runnable) {
    return runnable.resolveSibling(runnable.getFileName().toString().replace("-app.jar", ".jar"));
  }

  private FileTime newestSource() throws IOException {
    Newest newest = new Newest();
    for (Path source : project.sources()) {
      Files.walkFileTree(source, newest);
    }
    return newest.time;
  }

  /** Builds the runnable jars. */
  void run() throws IOException, InterruptedException {
    processes.run(
        "build",
        List.of(
            "mvn", "-q", "-B", "-ntp", "package", "-Dmaven.test.skip=true", "-am", "-pl", MODULES),
        Map.of(),
        project.root());
    Files.writeString(stamp, "");
  }

  /** The time of the newest file below a directory, build results and tests left out. */
  private static final class Newest extends SimpleFileVisitor<Path> {
    private FileTime time = FileTime.fromMillis(0);

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return NOT_SOURCES.contains(directory.getFileName().toString())
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.lastModifiedTime().compareTo(time) > 0) {
        time = attributes.lastModifiedTime();
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
