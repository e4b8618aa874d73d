package dk.sentinel.infra.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dk.sentinel.infra.demo.DemoPeople;
import dk.sentinel.infra.demo.Totp;
import java.time.Instant;

/** A person at the portal: signs in with password and one-time code, and walks through pages. */
final class Visitor implements AutoCloseable {
  final Page page;
  private final BrowserContext context;
  private final String portal;
  private final DemoPeople.Person person;

  Visitor(BrowserContext context, String portal, DemoPeople.Person person) {
    this.context = context;
    this.portal = portal;
    this.person = person;
    this.page = context.newPage();
  }

  /** From the front page to the first page of one's own. */
  void signIn() {
    page.navigate(portal + "/");
    Browser.marked(page, "sign-in").first().click();
    proveWhoIAm();
    page.waitForURL(url -> url.startsWith(portal));
  }

  /** User id, password and code on the MitID-style pages. */
  void proveWhoIAm() {
    page.locator("#username").fill(person.username());
    page.locator("#password").fill(person.password());
    page.locator("#password").press("Enter");
    page.locator("#otp").fill(Totp.code(person.totpSecret(), Instant.now()));
    page.locator("#otp").press("Enter");
  }

  void open(String path) {
    page.navigate(portal + path);
  }

  void gate(String name, boolean open) {
    assertThat(Browser.marked(page, "gate-" + name))
        .hasAttribute("data-open", String.valueOf(open));
  }

  void menu(String entry) {
    Browser.marked(page, "menu-" + entry).click();
  }

  @Override
  public void close() {
    context.close();
  }
}
