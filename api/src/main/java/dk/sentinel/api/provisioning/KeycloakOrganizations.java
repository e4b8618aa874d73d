package dk.sentinel.api.provisioning;

import dk.sentinel.api.identity.KeycloakRealm;
import dk.sentinel.api.identity.ProfessionalId;
import jakarta.ws.rs.WebApplicationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.admin.client.resource.OrganizationResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.MemberRepresentation;
import org.keycloak.representations.idm.OrganizationRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * The organizations in Keycloak. Every method blocks and belongs on {@link KeycloakRealm}'s
 * threads; each looks before it acts and may be cut off and repeated.
 */
final class KeycloakOrganizations {
  private static final String CLINIC = "clinic";
  private static final String PROFESSIONAL_ID = "professional_id";
  private static final String BROKER = "broker";
  private static final String CVR = "cvr";

  /** More companies than one person signs in for; the search may find longer ids too. */
  private static final int SAME_PERSON = 50;

  private static final int PAGE = 200;

  private KeycloakOrganizations() {}

  /**
   * Makes the organization what it ought to be.
   *
   * @return the professional ids that it counts now; a person without an account is not among them
   */
  static Set<String> follow(RealmResource realm, Wanted wanted) {
    if (wanted.gone()) {
      find(realm, wanted)
          .ifPresent(found -> {
            OrganizationResource left = realm.organizations().get(found.getId());
            unless(404, () -> KeycloakRealm.succeeded(left.delete()));
          });
      return Set.of();
    }
    OrganizationRepresentation found = find(realm, wanted).orElseGet(() -> make(realm, wanted));
    OrganizationResource organization = realm.organizations().get(found.getId());
    if (!found.getName().equals(wanted.organizationName()) || !found.isEnabled()) {
      found.setName(wanted.organizationName());
      found.setEnabled(true);
      KeycloakRealm.succeeded(organization.update(found));
    }
    Map<String, String> members = members(organization);
    members.forEach((account, person) -> {
      if (!wanted.people().contains(person)) {
        unless(404, () -> KeycloakRealm.succeeded(organization.members().member(account).delete()));
      }
    });
    Set<String> counted = new HashSet<>(members.values());
    counted.retainAll(wanted.people());
    for (String person : wanted.people()) {
      if (!counted.contains(person)) {
        account(realm, person)
            .ifPresent(account -> {
              unless(409, () -> KeycloakRealm.succeeded(organization.members().addMember(account)));
              counted.add(person);
            });
      }
    }
    return counted;
  }

  private static OrganizationRepresentation make(RealmResource realm, Wanted wanted) {
    OrganizationRepresentation made = new OrganizationRepresentation();
    made.setName(wanted.organizationName());
    made.setAlias(wanted.alias());
    made.setEnabled(true);
    made.singleAttribute(CLINIC, wanted.alias());
    try {
      made.setId(KeycloakRealm.created(realm.organizations().create(made)));
      return made;
    } catch (WebApplicationException refused) {
      // Somebody who carries out the same wish was faster; or the name is taken by a stranger.
      return Optional.of(refused)
          .filter(error -> KeycloakRealm.isStatus(error, 409))
          .flatMap(error -> find(realm, wanted))
          .orElseThrow(() -> refused);
    }
  }

  /** In what Keycloak differs from what is wanted. */
  static List<Difference> differences(RealmResource realm, Wanted wanted) {
    Optional<OrganizationRepresentation> found = find(realm, wanted);
    if (wanted.gone()) {
      return found.stream()
          .map(left -> new Difference(Difference.Kind.ORGANIZATION_EXTRA, left.getId()))
          .toList();
    }
    if (found.isEmpty()) {
      return List.of(new Difference(Difference.Kind.ORGANIZATION_MISSING, wanted.alias()));
    }
    List<Difference> differences = new ArrayList<>();
    String id = found.get().getId();
    if (!found.get().getName().equals(wanted.organizationName())) {
      differences.add(new Difference(Difference.Kind.ORGANIZATION_RENAMED, id));
    }
    if (!found.get().isEnabled()) {
      differences.add(new Difference(Difference.Kind.ORGANIZATION_DISABLED, id));
    }
    Map<String, String> members = members(realm.organizations().get(id));
    members.forEach((account, person) -> {
      if (!wanted.people().contains(person)) {
        differences.add(new Difference(Difference.Kind.MEMBER_EXTRA, account));
      }
    });
    wanted.people().stream()
        .filter(person -> !members.containsValue(person))
        .filter(person -> account(realm, person).isPresent())
        .forEach(person -> differences.add(new Difference(Difference.Kind.MEMBER_MISSING, person)));
    return differences;
  }

  /** Organizations that belong to none of the clinics. */
  static List<Difference> strangers(RealmResource realm, Set<String> clinics) {
    List<Difference> strangers = new ArrayList<>();
    List<OrganizationRepresentation> page;
    int first = 0;
    do {
      page = realm.organizations().search(null, null, first, PAGE, false);
      page.stream()
          .filter(each -> !clinics.contains(each.getAlias()))
          .map(each -> new Difference(Difference.Kind.ORGANIZATION_EXTRA, each.getId()))
          .forEach(strangers::add);
      first += PAGE;
    } while (page.size() == PAGE);
    return strangers;
  }

  private static Optional<OrganizationRepresentation> find(RealmResource realm, Wanted wanted) {
    return realm.organizations().searchByAttribute(CLINIC + ":" + wanted.alias()).stream()
        .filter(found -> found.getAlias().equals(wanted.alias()))
        .findFirst();
  }

  /** Account id to professional id; empty text for an account that has none. */
  private static Map<String, String> members(OrganizationResource organization) {
    Map<String, String> members = new HashMap<>();
    List<MemberRepresentation> page;
    int first = 0;
    do {
      page = organization.members().list(first, PAGE, false);
      page.forEach(each -> members.put(each.getId(), professionalId(each)));
      first += PAGE;
    } while (page.size() == PAGE);
    return members;
  }

  private static String professionalId(UserRepresentation account) {
    String said = attribute(account, PROFESSIONAL_ID);
    return said.isEmpty()
        ? ""
        : ProfessionalId.of(attribute(account, BROKER), said, attribute(account, CVR));
  }

  private static String attribute(UserRepresentation account, String name) {
    @Nullable Map<String, List<String>> attributes = account.getAttributes();
    return attributes == null ? "" : attributes.getOrDefault(name, List.of("")).getFirst();
  }

  /** The account of a person who has signed in before. */
  private static Optional<String> account(RealmResource realm, String person) {
    return ProfessionalId.said(person).stream()
        .flatMap(said ->
            realm
                .users()
                .searchByAttributes(
                    0, SAME_PERSON, null, false, PROFESSIONAL_ID + ":\"" + said + "\"")
                .stream())
        .filter(found -> professionalId(found).equals(person))
        .map(UserRepresentation::getId)
        .findFirst();
  }

  private static void unless(int status, Runnable act) {
    try {
      act.run();
    } catch (WebApplicationException refused) {
      if (!KeycloakRealm.isStatus(refused, status)) {
        throw refused;
      }
    }
  }
}
