package dk.sentinel.compliance.audit.proof.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
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
 * untouched.
 */
final class Additions {
  private static final Set<String> OF_THE_CATALOG = Set.of("DSS", "Extensions", "Version");
  private static final Set<String> OF_THE_FORM = Set.of("Fields", "SigFlags");
  private static final int LARGEST_LIST = 8 * 1024 * 1024;

  private final IncrementalUpdate update;

  private Additions(IncrementalUpdate update) {
    this.update = update;
  }

  /**
   * What was added between the end of the seal and another byte.
   *
   * @throws PdfText.Malformed when it is more than a seal brings along
   */
  static Additions read(byte[] pdf, int sealed, int end) throws PdfText.Malformed {
    Additions additions = new Additions(IncrementalUpdate.read(pdf, sealed, end));
    for (Map.Entry<Integer, IncrementalUpdate.Added> each : additions.update.added().entrySet()) {
      additions.mustBeHarmless(each.getKey(), each.getValue());
    }
    return additions;
  }

  private void mustBeHarmless(int number, IncrementalUpdate.Added now) throws PdfText.Malformed {
    IncrementalUpdate.Old old = update.old(number);
    if (old != null
        && (old.isStream() || now.stream() != null || !isHarmless(old.value(), now.value()))) {
      throw new PdfText.Malformed("another object " + number, now.start());
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
    if (!(item instanceof PdfText.Reference reference) || update.isOld(reference.number())) {
      return false;
    }
    IncrementalUpdate.Added field = update.added(reference);
    return field != null
        && field.value() instanceof Map<?, ?> members
        && "/Sig".equals(members.get("FT"))
        && "/Widget".equals(members.get("Subtype"))
        && showsNothing(members.get("Rect"));
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
    for (IncrementalUpdate.Added each : update.added().values()) {
      if (each.value() instanceof Map<?, ?> members
          && update.resolved(members.get("DSS")) instanceof Map<?, ?> store
          && update.resolved(store.get(kind)) instanceof List<?> references) {
        references.forEach(reference -> stream(reference, data));
      }
    }
    return data;
  }

  private void stream(Object reference, List<byte[]> data) {
    IncrementalUpdate.Added object = update.added(reference);
    if (object == null
        || object.stream() == null
        || !(object.value() instanceof Map<?, ?> members)) {
      return;
    }
    byte[] raw = object.stream().array();
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
