package dk.sentinel.portal.document;

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
  /** The parts of a name as RFC 2253 writes it, in its order; never none. */
  static List<NamePart> of(String name) {
    try {
      List<NamePart> parts =
          new LdapName(name).getRdns().reversed().stream().map(NamePart::of).toList();
      return parts.isEmpty() ? List.of(new NamePart("", name)) : parts;
    } catch (InvalidNameException notOne) {
      return List.of(new NamePart("", name));
    }
  }

  private static NamePart of(Rdn part) {
    return part.size() == 1 && part.getValue() instanceof String words
        ? new NamePart(part.getType(), words)
        : new NamePart("", part.toString());
  }
}
