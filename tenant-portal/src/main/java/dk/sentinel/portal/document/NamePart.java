package dk.sentinel.portal.document;

import java.util.Comparator;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * A part of a distinguished name.
 *
 * @param type such as {@code CN}; empty when the value tells it, or there is none
 * @param value in words where there are any
 */
record NamePart(String type, String value) {
  /** The most telling first; certificates have their parts in either order. */
  private static final List<String> ORDER = List.of("CN", "O", "organizationIdentifier");

  /** The parts of a name that RFC 2253 writes, for a reader; never none. */
  static List<NamePart> of(String name) {
    try {
      List<NamePart> parts =
          new LdapName(name)
              .getRdns().stream()
                  .map(NamePart::of)
                  .sorted(Comparator.comparingInt(NamePart::place))
                  .toList();
      return parts.isEmpty() ? List.of(new NamePart("", name)) : parts;
    } catch (InvalidNameException notOne) {
      return List.of(new NamePart("", name));
    }
  }

  private int place() {
    int place = ORDER.indexOf(type);
    return place < 0 ? ORDER.size() : place;
  }

  private static NamePart of(Rdn part) {
    return part.size() == 1 && part.getValue() instanceof String words
        ? new NamePart(part.getType(), words)
        : new NamePart("", part.toString());
  }
}
