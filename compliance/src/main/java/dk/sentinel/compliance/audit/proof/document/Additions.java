package dk.sentinel.compliance.audit.proof.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a PDF was given after it had been sealed. Allowed is what a seal brings along: certificates,
 * revocation lists and time stamps that show nothing on a page. Anything else, such as another page
 * or a note on one, makes the file another than the sealed one, although the seal's own bytes are
 * untouched. Knows the classical form of updates (ISO 32000-1, section 7.5.6) and refuses others.
 */
final class Additions {
  private static final Set<String> OF_THE_CATALOG = Set.of("DSS", "Extensions", "Version");
  private static final Set<String> OF_THE_FORM = Set.of("Fields", "SigFlags");
  private static final int MOST_OBJECTS = 2_000;
  private static final int MOST_BEFORE = 100_000;
  private static final int LARGEST_LIST = 8 * 1024 * 1024;

  private final byte[] pdf;
  private final int sealed;
  private final Map<Integer, Integer> before = new HashMap<>();
  private final Map<Integer, Added> added = new HashMap<>();

  private Additions(byte[] pdf, int sealed) {
    this.pdf = pdf;
    this.sealed = sealed;
  }

  private record Added(int start, Object value, PdfText.@Nullable Text stream) {}

  /**
   * What was added between the end of the seal and another byte.
   *
   * @throws PdfText.Malformed when it is more than a seal brings along
   */
  static Additions read(byte[] pdf, int sealed, int end) throws PdfText.Malformed {
    Additions additions = new Additions(pdf, sealed);
    additions.findBefore();
    additions.readAfter(end);
    for (Map.Entry<Integer, Added> each : additions.added.entrySet()) {
      additions.mustBeHarmless(each.getKey(), each.getValue());
    }
    return additions;
  }

  private void findBefore() throws PdfText.Malformed {
    if (find("/ObjStm", 0) < sealed || find("/Encrypt", 0) < sealed) {
      throw new PdfText.Malformed("objects in streams", 0);
    }
    for (int at = find(" obj", 0); at < sealed; at = find(" obj", at + 1)) {
      int generation = digits(at);
      int start = generation;
      if (generation < at && generation > 0 && pdf[generation - 1] == ' ') {
        start = digits(generation - 1);
      }
      if (start < generation - 1 && generation - 1 - start < 9) {
        before.put(new PdfText(pdf, start, at).number(), start);
        if (before.size() > MOST_BEFORE) {
          throw new PdfText.Malformed("too many objects", at);
        }
      }
    }
  }

  private int digits(int end) {
    int start = end;
    while (start > 0 && pdf[start - 1] >= '0' && pdf[start - 1] <= '9') {
      start--;
    }
    return start;
  }

  private int find(String word, int from) {
    int at = PdfSignature.indexOf(pdf, word, from);
    return at < 0 ? Integer.MAX_VALUE - 1 : at;
  }

  private void readAfter(int end) throws PdfText.Malformed {
    PdfText text = new PdfText(pdf, sealed, end);
    while (!text.isAtEnd()) {
      if (text.takes("xref")) {
        places(text);
      } else if (text.takes("trailer")) {
        mustLeadToTheSameRoot(text.value());
      } else if (text.takes("startxref")) {
        text.number();
      } else {
        object(text);
      }
    }
  }

  private void object(PdfText text) throws PdfText.Malformed {
    int start = text.position();
    int number = text.number();
    if (text.number() != 0 || !text.takes("obj") || added.size() >= MOST_OBJECTS) {
      throw new PdfText.Malformed("no object", start);
    }
    Object value = text.value();
    PdfText.Text stream = null;
    if (text.takes("stream")) {
      if (!(value instanceof Map<?, ?> members)
          || !(members.get("Length") instanceof String length)
          || !length.matches("\\d{1,8}")) {
        throw new PdfText.Malformed("no stream", start);
      }
      stream =
          new PdfText.Text(
              new String(text.stream(Integer.parseInt(length)), StandardCharsets.ISO_8859_1));
      if (!text.takes("endstream")) {
        throw new PdfText.Malformed("no end of a stream", start);
      }
    }
    if (!text.takes("endobj")) {
      throw new PdfText.Malformed("no end of an object", start);
    }
    added.put(number, new Added(start, value, stream));
  }

  /** The table of places: each must be that of an object read here, nothing may be taken away. */
  private void places(PdfText text) throws PdfText.Malformed {
    while (!text.takes("trailer")) {
      int first = text.number();
      int count = text.number();
      for (int each = 0; each < count; each++) {
        int place = text.number();
        text.number();
        if (text.takes("f")) {
          if (first + each != 0) {
            throw new PdfText.Malformed("an object taken away", text.position());
          }
        } else if (!text.takes("n") || !stands(first + each, place)) {
          throw new PdfText.Malformed("an object elsewhere", text.position());
        }
      }
    }
    mustLeadToTheSameRoot(text.value());
  }

  private boolean stands(int number, int place) {
    Added here = added.get(number);
    return here != null && here.start <= place && isSpace(here.start, place);
  }

  private boolean isSpace(int from, int to) {
    for (int at = from; at < to; at++) {
      if (pdf[at] > ' ') {
        return false;
      }
    }
    return true;
  }

  private void mustLeadToTheSameRoot(Object trailer) throws PdfText.Malformed {
    if (!(trailer instanceof Map<?, ?> members)
        || members.containsKey("Encrypt")
        || members.containsKey("XRefStm")
        || !(members.get("Root") instanceof PdfText.Reference root)
        || !root.equals(rootBefore())) {
      throw new PdfText.Malformed("another root", sealed);
    }
  }

  private @Nullable Object rootBefore() throws PdfText.Malformed {
    int last = -1;
    for (int at = find("trailer", 0); at < sealed; at = find("trailer", at + 1)) {
      last = at;
    }
    if (last < 0) {
      throw new PdfText.Malformed("no trailer", sealed);
    }
    Object trailer = new PdfText(pdf, last + "trailer".length(), sealed).value();
    return trailer instanceof Map<?, ?> members ? members.get("Root") : null;
  }

  private void mustBeHarmless(int number, Added after) throws PdfText.Malformed {
    Integer place = before.get(number);
    if (place == null) {
      return;
    }
    PdfText text = new PdfText(pdf, place, sealed);
    text.number();
    text.number();
    text.takes("obj");
    Object old = text.value();
    boolean stream = after.stream != null || text.takes("stream");
    if (stream || !isHarmless(old, after.value)) {
      throw new PdfText.Malformed("another object " + number, after.start);
    }
  }

  private boolean isHarmless(Object old, Object now) {
    if (old instanceof Map<?, ?> one && now instanceof Map<?, ?> other) {
      return isSameBut(one, other);
    }
    return isLongerBySeals(old, now);
  }

  private boolean isSameBut(Map<?, ?> old, Map<?, ?> now) {
    Object type = old.get("Type");
    for (Object name : union(old, now)) {
      Object one = old.get(name);
      Object other = now.get(name);
      if (Objects.equals(one, other)) {
        continue;
      }
      boolean allowed =
          "/Catalog".equals(type)
              ? isOfTheCatalog(name, one, other)
              : "/Page".equals(type)
                  ? isOfThePage(name, one, other)
                  : isOfTheForm(name, one, other);
      if (!allowed) {
        return false;
      }
    }
    return true;
  }

  private boolean isOfTheCatalog(Object name, @Nullable Object old, @Nullable Object now) {
    return name.equals("AcroForm") ? isForm(old, now) : OF_THE_CATALOG.contains(name);
  }

  private boolean isOfThePage(Object name, @Nullable Object old, @Nullable Object now) {
    return name.equals("Annots") && isLongerBySeals(old, now);
  }

  private boolean isForm(@Nullable Object old, @Nullable Object now) {
    if (old instanceof PdfText.Reference || !(now instanceof Map<?, ?> form)) {
      return false;
    }
    Map<?, ?> one = old instanceof Map<?, ?> members ? members : Map.of();
    for (Object name : union(one, form)) {
      if (!Objects.equals(one.get(name), form.get(name))
          && !isOfTheForm(name, one.get(name), form.get(name))) {
        return false;
      }
    }
    return true;
  }

  private boolean isOfTheForm(Object name, @Nullable Object old, @Nullable Object now) {
    return OF_THE_FORM.contains(name) && (name.equals("SigFlags") || isLongerBySeals(old, now));
  }

  /** Whether a list has its old items and behind them only fields of seals that show nothing. */
  private boolean isLongerBySeals(@Nullable Object old, @Nullable Object now) {
    if (!(now instanceof List<?> items) || (old != null && !(old instanceof List<?>))) {
      return false;
    }
    List<?> first = old instanceof List<?> list ? list : List.of();
    return items.size() >= first.size()
        && items.subList(0, first.size()).equals(first)
        && items.subList(first.size(), items.size()).stream().allMatch(this::isHiddenSeal);
  }

  private boolean isHiddenSeal(Object item) {
    if (!(item instanceof PdfText.Reference reference) || before.containsKey(reference.number())) {
      return false;
    }
    Added field = object(reference);
    return field != null
        && field.value instanceof Map<?, ?> members
        && "/Sig".equals(members.get("FT"))
        && "/Widget".equals(members.get("Subtype"))
        && showsNothing(members.get("Rect"));
  }

  private @Nullable Added object(@Nullable Object value) {
    return value instanceof PdfText.Reference reference ? added.get(reference.number()) : null;
  }

  private static boolean showsNothing(@Nullable Object rectangle) {
    return rectangle instanceof List<?> corners
        && corners.size() == 4
        && corners.stream().allMatch(each -> each.toString().matches("0(\\.0+)?"));
  }

  private static List<Object> union(Map<?, ?> one, Map<?, ?> other) {
    List<Object> names = new ArrayList<>(one.keySet());
    other.keySet().stream().filter(name -> !one.containsKey(name)).forEach(names::add);
    return names;
  }

  /** The revocation lists that were added. */
  List<X509CRL> lists() {
    List<X509CRL> lists = new ArrayList<>();
    for (byte[] each : data("CRLs")) {
      try {
        lists.add(
            (X509CRL)
                CertificateFactory.getInstance("X.509")
                    .generateCRL(new ByteArrayInputStream(each)));
      } catch (GeneralSecurityException none) {
        return List.of();
      }
    }
    return lists;
  }

  /** The certificates that were added. */
  List<X509Certificate> certificates() {
    List<X509Certificate> certificates = new ArrayList<>();
    for (byte[] each : data("Certs")) {
      try {
        certificates.add(Cms.certificate(each));
      } catch (Der.Malformed none) {
        return List.of();
      }
    }
    return certificates;
  }

  private List<byte[]> data(String kind) {
    List<byte[]> data = new ArrayList<>();
    for (Added each : added.values()) {
      if (each.value instanceof Map<?, ?> members
          && resolved(members.get("DSS")) instanceof Map<?, ?> store
          && resolved(store.get(kind)) instanceof List<?> references) {
        references.forEach(reference -> stream(reference, data));
      }
    }
    return data;
  }

  private @Nullable Object resolved(@Nullable Object value) {
    Added object = object(value);
    return object == null ? value : object.value;
  }

  private void stream(Object reference, List<byte[]> data) {
    Added object = object(reference);
    if (object == null || object.stream == null || !(object.value instanceof Map<?, ?> members)) {
      return;
    }
    byte[] raw = object.stream.array();
    if (members.get("Filter") == null) {
      data.add(raw);
    } else if ("/FlateDecode".equals(members.get("Filter"))) {
      try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(raw))) {
        data.add(in.readNBytes(LARGEST_LIST));
      } catch (IOException broken) {
        data.add(raw);
      }
    }
  }
}
