package dk.sentinel.api.system;

import dk.sentinel.api.identity.KeycloakRealm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.admin.client.resource.ClientResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.ClientScopeRepresentation;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The practice systems as clients in Keycloak: they sign in with a JWT signed by one of their keys
 * and get the scopes that they ask for, of those that they are registered for. Each act makes what
 * should be, whatever was there before, so it can be repeated.
 */
@Component
final class SystemClients {
  /** Clients with this mark are practice systems; no others are ever touched. */
  private static final String MARK = "sentinel.practice-system";

  private static final String COMMON = "sentinel-system";

  private final KeycloakRealm realm;

  SystemClients(KeycloakRealm realm) {
    this.realm = realm;
  }

  /** The scope that lets a system send a kind of data, as in SMART App Launch 2. */
  static String scope(String kind) {
    return "system/" + kind + ".c";
  }

  /** Gives the system just these keys; false when the id belongs to a client of another kind. */
  Mono<Boolean> keep(SystemStore.PracticeSystem system, PublicKeys keys) {
    return realm.ask(keycloak -> kept(keycloak, system, keys));
  }

  /** Lets the system get tokens, or no more; nothing when Keycloak does not know it. */
  Mono<Void> enable(String system, boolean enabled) {
    return realm
        .ask(keycloak -> {
          ClientRepresentation client = find(keycloak, system);
          if (client != null && isOurs(client)) {
            client.setEnabled(enabled);
            keycloak.clients().get(client.getId()).update(client);
          }
          return true;
        })
        .then();
  }

  private static boolean kept(
      RealmResource keycloak, SystemStore.PracticeSystem system, PublicKeys keys) {
    ClientRepresentation known = find(keycloak, system.id());
    if (known != null && !isOurs(known)) {
      return false;
    }
    ClientRepresentation wanted = wanted(system, keys, known);
    String id =
        known == null ? KeycloakRealm.created(keycloak.clients().create(wanted)) : known.getId();
    if (known != null) {
      keycloak.clients().get(id).update(wanted);
    }
    giveScopes(keycloak, keycloak.clients().get(id), system.kinds());
    return true;
  }

  private static ClientRepresentation wanted(
      SystemStore.PracticeSystem system, PublicKeys keys, @Nullable ClientRepresentation known) {
    ClientRepresentation client = known == null ? new ClientRepresentation() : known;
    client.setClientId(system.id());
    client.setName(system.name());
    client.setProtocol("openid-connect");
    client.setEnabled(system.suspendedAt() == null);
    client.setPublicClient(false);
    client.setStandardFlowEnabled(false);
    client.setImplicitFlowEnabled(false);
    client.setDirectAccessGrantsEnabled(false);
    client.setServiceAccountsEnabled(true);
    client.setFullScopeAllowed(false);
    client.setClientAuthenticatorType("client-jwt");
    Map<String, String> attributes =
        new HashMap<>(client.getAttributes() == null ? Map.of() : client.getAttributes());
    attributes.put(MARK, "true");
    attributes.put("use.jwks.string", "true");
    attributes.put("jwks.string", keys.json());
    attributes.put("use.jwks.url", "false");
    // ES384 and RS384 may take turns: which one, the key says
    attributes.put("token.endpoint.auth.signing.alg", "");
    client.setAttributes(attributes);
    return client;
  }

  /** Just the scopes of its kinds, and what every practice system's token has. */
  private static void giveScopes(
      RealmResource keycloak, ClientResource client, List<String> kinds) {
    Map<String, String> ids = new HashMap<>();
    for (ClientScopeRepresentation scope : keycloak.clientScopes().findAll()) {
      ids.put(scope.getName(), scope.getId());
    }
    set(
        ids,
        List.of(COMMON),
        client.getDefaultClientScopes(),
        new Change() {
          @Override
          public void add(String id) {
            client.addDefaultClientScope(id);
          }

          @Override
          public void remove(String id) {
            client.removeDefaultClientScope(id);
          }
        });
    set(
        ids,
        kinds.stream().map(SystemClients::scope).toList(),
        client.getOptionalClientScopes(),
        new Change() {
          @Override
          public void add(String id) {
            client.addOptionalClientScope(id);
          }

          @Override
          public void remove(String id) {
            client.removeOptionalClientScope(id);
          }
        });
  }

  private interface Change {
    void add(String id);

    void remove(String id);
  }

  private static void set(
      Map<String, String> ids,
      List<String> wanted,
      List<ClientScopeRepresentation> present,
      Change change) {
    List<String> missing = new ArrayList<>(wanted);
    for (ClientScopeRepresentation scope : present) {
      if (!missing.remove(scope.getName())) {
        change.remove(scope.getId());
      }
    }
    for (String name : missing) {
      String id = ids.get(name);
      if (id == null) {
        throw new IllegalStateException("the realm has no client scope " + name);
      }
      change.add(id);
    }
  }

  private static @Nullable ClientRepresentation find(RealmResource keycloak, String system) {
    return keycloak.clients().findByClientId(system).stream().findFirst().orElse(null);
  }

  private static boolean isOurs(ClientRepresentation client) {
    return client.getAttributes() != null && "true".equals(client.getAttributes().get(MARK));
  }
}
