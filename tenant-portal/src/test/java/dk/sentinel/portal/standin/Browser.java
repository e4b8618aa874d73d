package dk.sentinel.portal.standin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** A person's browser without the window: cookies, redirects, forms. */
public final class Browser {
  static {
    // Signing in takes six redirects; the JDK's client stops at five unless told.
    System.setProperty("jdk.httpclient.redirects.retrylimit", "20");
  }

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String portal;
  private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient following;
  private final HttpClient staying;

  /** A browser that has never been anywhere. */
  public Browser(String portal) {
    this.portal = portal;
    this.following =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.ALWAYS)
            .build();
    this.staying =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(cookies).build();
  }

  /** Opens an address of the portal and follows where it leads. */
  public Shown open(String path) throws IOException, InterruptedException {
    return shown(following.send(get(path).build(), HttpResponse.BodyHandlers.ofString()));
  }

  /** Opens an address and stays there, whatever it answers. */
  public Shown look(String path, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request = get(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return shown(staying.send(request.build(), HttpResponse.BodyHandlers.ofString()));
  }

  /** Presses the button that this selector finds, and follows. */
  public Shown press(Shown page, String selector) throws IOException, InterruptedException {
    Element form = Objects.requireNonNull(page.find(selector).closest("form"));
    Map<String, String> fields =
        form.select("input[name]").stream()
            .collect(Collectors.toMap(input -> input.attr("name"), input -> input.val()));
    Element pressed = page.find(selector);
    if (pressed.tagName().equals("button") && pressed.hasAttr("name")) {
      fields.put(pressed.attr("name"), pressed.val());
    }
    return post(form.attr("action"), fields);
  }

  /** Sends a form and follows. */
  public Shown post(String path, Map<String, String> fields)
      throws IOException, InterruptedException {
    String body =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(portal + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "text/html")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return shown(following.send(request, HttpResponse.BodyHandlers.ofString()));
  }

  /** Sends a file as the field {@code file} of a form and follows. */
  public Shown upload(String path, byte[] file) throws IOException, InterruptedException {
    return upload(path, file, Map.of());
  }

  /** Sends a file as the field {@code file} of a form, beside other fields, and follows. */
  public Shown upload(String path, byte[] file, Map<String, String> fields)
      throws IOException, InterruptedException {
    String mark = "----stand-in-browser";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    fields.forEach((name, value) ->
        body.writeBytes(
            "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                .formatted(mark, name, value)
                .getBytes(StandardCharsets.UTF_8)));
    List<String> head =
        List.of(
            "--" + mark,
            "Content-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"",
            "Content-Type: application/pdf",
            "",
            "");
    body.writeBytes(String.join("\r\n", head).getBytes(StandardCharsets.UTF_8));
    body.writeBytes(file);
    body.writeBytes(("\r\n--" + mark + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return send(path, "multipart/form-data; boundary=" + mark, body.toByteArray());
  }

  /** Sends bytes as what they are said to be, and follows. */
  public Shown send(String path, String type, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(portal + path))
            .timeout(PATIENCE)
            .header("Content-Type", type)
            .header("Accept", "text/html")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return shown(following.send(request, HttpResponse.BodyHandlers.ofString()));
  }

  /** Everything this browser holds. */
  public String jar() {
    return cookies.getCookieStore().getCookies().toString();
  }

  /** Forgets everything, as a closed private window does. */
  public void forget() {
    cookies.getCookieStore().removeAll();
  }

  private HttpRequest.Builder get(String path) {
    return HttpRequest.newBuilder(URI.create(portal + path))
        .timeout(PATIENCE)
        .header("Accept", "text/html");
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static Shown shown(HttpResponse<String> response) {
    return new Shown(response, Jsoup.parse(response.body()));
  }

  /** What came back. */
  public record Shown(HttpResponse<String> response, Document document) {
    public int status() {
      return response.statusCode();
    }

    public String path() {
      return response.uri().getPath();
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /** The first element that this selector finds. */
    public Element find(String selector) {
      return document.expectFirst(selector);
    }

    /** The element with this {@code data-testid}. */
    public Element part(String testId) {
      Element found = document.selectFirst("[data-testid=" + testId + "]");
      if (found == null) {
        throw new AssertionError("no " + testId + " on the page:\n" + document.body().text());
      }
      return found;
    }

    public boolean has(String testId) {
      return document.selectFirst("[data-testid=" + testId + "]") != null;
    }
  }
}
