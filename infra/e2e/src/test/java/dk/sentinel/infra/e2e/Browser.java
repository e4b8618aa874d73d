package dk.sentinel.infra.e2e;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Debian's Chromium, driven as a person would: one at a time, a fresh profile for each visitor. */
final class Browser implements AutoCloseable {
  static final Path PICTURES = Path.of("target", "pictures");

  private static final List<Path> CHROMIUM =
      List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"));

  /** Debian's browser is used: nothing is fetched. */
  private final Playwright playwright =
      Playwright.create(
          new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));

  private final com.microsoft.playwright.Browser chromium =
      playwright
          .chromium()
          .launch(
              new BrowserType.LaunchOptions()
                  .setExecutablePath(installed())
                  .setArgs(
                      List.of(
                          "--no-sandbox",
                          "--disable-gpu",
                          "--disable-quic",
                          "--no-first-run",
                          "--disable-background-networking",
                          "--disable-component-update",
                          "--disable-sync")));

  private static Path installed() {
    return CHROMIUM.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "the browser tests need Debian's chromium: apt-get install chromium"));
  }

  /** A visitor with a window of a desk's size. */
  BrowserContext desk() {
    return visitor(1280, 900);
  }

  /** A visitor on a phone. */
  BrowserContext phone() {
    return visitor(360, 740);
  }

  private BrowserContext visitor(int width, int height) {
    return chromium.newContext(
        new com.microsoft.playwright.Browser.NewContextOptions()
            .setViewportSize(width, height)
            .setLocale("da-DK")
            .setAcceptDownloads(true));
  }

  /** Keeps a picture of the whole page for people to look at, and asks axe about the page. */
  static void look(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(name + ".png")));
    List<Rule> violations =
        new AxeBuilder(page)
            .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa"))
            .analyze()
            .getViolations();
    if (!violations.isEmpty()) {
      throw new AssertionError(
          "axe finds fault with " + name + ": " + violations.stream().map(Browser::told).toList());
    }
  }

  private static String told(Rule rule) {
    return rule.getId()
        + " "
        + rule.getNodes().stream().map(node -> String.valueOf(node.getTarget())).toList();
  }

  static Locator marked(Page page, String testId) {
    return page.locator("[data-testid='" + testId + "']");
  }

  @Override
  public void close() {
    chromium.close();
    playwright.close();
  }
}
