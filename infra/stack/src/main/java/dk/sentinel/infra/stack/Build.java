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
      if (!Files.exists(jar)) {
        return true;
      }
    }
    return newestSource().compareTo(built()) > 0;
  }

  private FileTime built() throws IOException {
    FileTime oldest = Files.getLastModifiedTime(project.apiJar());
    FileTime portal = Files.getLastModifiedTime(project.portalJar());
    oldest = portal.compareTo(oldest) < 0 ? portal : oldest;
    if (Files.exists(stamp) && Files.getLastModifiedTime(stamp).compareTo(oldest) > 0) {
      return Files.getLastModifiedTime(stamp);
    }
    return oldest;
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
