package dk.sentinel.api.identity;

import dk.sentinel.infra.testing.TestServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.KeycloakBuilder;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.common.util.MultivaluedHashMap;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.ComponentExportRepresentation;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.KeysMetadataRepresentation.KeyMetadataRepresentation;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;
import org.keycloak.representations.idm.RealmRepresentation;
import org.keycloak.representations.idm.UserRepresentation;
import org.keycloak.util.JsonSerialization;

/**
 * Our realm file, imported once more into the running Keycloak with other brokers switched on, and
 * a realm beside it that answers as NemLog-in does: signed requests wanted, signed and encrypted
 * assertions given, with the attributes of OIOSAML 3.0 (domain facts, section 4.4).
 */
final class BrokerRealms implements AutoCloseable {
  static final String SECRET = "brokers-secret";

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z_]+):([^}]*)}");
  private static final String EID = "https://data.gov.dk/model/core/eid/";
  private static final List<String> ATTRIBUTES =
      List.of(
          EID + "professional/cvr",
          EID + "professional/orgName",
          EID + "professional/uuid/persistent",
          EID + "professional/authorizedToRepresent",
          EID + "fullName",
          EID + "alias",
          "https://data.gov.dk/concept/core/nsis/loa",
          "https://data.gov.dk/concept/core/nsis/ial");

  private final TestServers servers = TestServers.running();
  private final Keycloak admin =
      KeycloakBuilder.builder()
          .serverUrl(servers.keycloakUrl())
          .realm("master")
          .clientId("admin-cli")
          .username(servers.get("keycloak.admin.user"))
          .password(servers.get("keycloak.admin.password"))
          .build();
  private final String ours = "sentinel-" + UUID.randomUUID();
  private final String theirs = "nemlogin-" + UUID.randomUUID();

  private BrokerRealms() {}

  /** Makes both realms; the first broker asked is the one at this address. */
  static BrokerRealms with(String idura) throws IOException {
    BrokerRealms realms = new BrokerRealms();
    realms.admin.realms().create(realms.nemlogin());
    Map<String, String> settings = new HashMap<>();
    settings.put("SENTINEL_KEYCLOAK_URL", realms.servers.keycloakUrl());
    settings.put("SENTINEL_PROVISIONING_SECRET", SECRET);
    settings.put("SENTINEL_BROKER", "idura");
    settings.put("SENTINEL_MITID_ENABLED", "false");
    settings.put("SENTINEL_IDURA_ENABLED", "true");
    settings.put("IDURA_URL", idura);
    settings.put("IDURA_SECRET", "idura-secret");
    settings.put("SENTINEL_NEMLOGIN_ENABLED", "true");
    settings.put("NEMLOGIN_ENTITY_ID", realms.address(realms.theirs));
    settings.put("NEMLOGIN_URL", realms.address(realms.theirs) + "/protocol/saml");
    settings.put("NEMLOGIN_LOGOUT_URL", realms.address(realms.theirs) + "/protocol/saml");
    settings.put("NEMLOGIN_CERTIFICATE", certificate(realms.admin.realm(realms.theirs), "SIG"));
    realms.admin.realms().create(realms.ourRealm(settings));
    realms.knowEachOther();
    return realms;
  }

  /** The name of our realm here. */
  String name() {
    return ours;
  }

  /** An address on the running Keycloak. */
  String address(String realm) {
    return servers.keycloakUrl() + "/realms/" + realm;
  }

  private RealmRepresentation ourRealm(Map<String, String> settings) throws IOException {
    String file = Files.readString(Path.of("../infra/deploy/keycloak/sentinel-realm.json"));
    String filled =
        PLACEHOLDER
            .matcher(file)
            .replaceAll(found ->
                Matcher.quoteReplacement(settings.getOrDefault(found.group(1), found.group(2))));
    RealmRepresentation realm =
        JsonSerialization.readValue(
            filled.getBytes(StandardCharsets.UTF_8), RealmRepresentation.class);
    realm.setRealm(ours);
    return realm;
  }

  private RealmRepresentation nemlogin() {
    RealmRepresentation realm = new RealmRepresentation();
    realm.setRealm(theirs);
    realm.setEnabled(true);
    ComponentExportRepresentation profile = new ComponentExportRepresentation();
    profile.setProviderId("declarative-user-profile");
    profile.setConfig(new MultivaluedHashMap<>());
    profile
        .getConfig()
        .putSingle(
            "kc.user.profile.config",
            "{\"attributes\":[{\"name\":\"username\"},{\"name\":\"email\"}],"
                + "\"unmanagedAttributePolicy\":\"ENABLED\"}");
    realm.setComponents(new MultivaluedHashMap<>());
    realm.getComponents().putSingle("org.keycloak.userprofile.UserProfileProvider", profile);
    return realm;
  }

  private void knowEachOther() {
    RealmResource mine = admin.realm(ours);
    ClientRepresentation sentinel = new ClientRepresentation();
    sentinel.setClientId(address(ours));
    sentinel.setProtocol("saml");
    sentinel.setFullScopeAllowed(false);
    sentinel.setRedirectUris(List.of(address(ours) + "/broker/nemlogin/endpoint"));
    sentinel.setAttributes(
        Map.of(
            "saml.client.signature", "true",
            "saml.signing.certificate", certificate(mine, "SIG"),
            "saml.assertion.signature", "true",
            "saml.server.signature", "true",
            "saml.encrypt", "true",
            "saml.encryption.certificate", certificate(mine, "ENC"),
            "saml.signature.algorithm", "RSA_SHA256",
            "saml.force.post.binding", "true",
            "saml.authnstatement", "true",
            "saml_name_id_format", "persistent"));
    sentinel.setDefaultClientScopes(List.of());
    sentinel.setProtocolMappers(ATTRIBUTES.stream().map(BrokerRealms::told).toList());
    KeycloakRealm.created(admin.realm(theirs).clients().create(sentinel));
  }

  private static ProtocolMapperRepresentation told(String attribute) {
    ProtocolMapperRepresentation mapper = new ProtocolMapperRepresentation();
    mapper.setName(attribute);
    mapper.setProtocol("saml");
    mapper.setProtocolMapper("saml-user-attribute-mapper");
    mapper.setConfig(
        Map.of(
            "user.attribute", attribute,
            "attribute.name", attribute,
            "attribute.nameformat", "URI Reference"));
    return mapper;
  }

  private static String certificate(RealmResource realm, String use) {
    return realm.keys().getKeyMetadata().getKeys().stream()
        .filter(key -> String.valueOf(key.getUse()).equals(use))
        .map(KeyMetadataRepresentation::getCertificate)
        .filter(text -> text != null && !text.isEmpty())
        .findFirst()
        .orElseThrow();
  }

  /** Somebody whom NemLog-in knows, with attributes named from {@code eid/} or {@code nsis/} on. */
  void enrol(String user, Map<String, String> attributes) {
    Map<String, List<String>> named = new HashMap<>();
    attributes.forEach((name, value) ->
        named.put(
            ATTRIBUTES.stream().filter(each -> each.endsWith("/" + name)).findFirst().orElseThrow(),
            new ArrayList<>(List.of(value.split(",")))));
    CredentialRepresentation password = new CredentialRepresentation();
    password.setType("password");
    password.setValue("sentinel");
    UserRepresentation person = new UserRepresentation();
    person.setUsername(user);
    person.setEnabled(true);
    person.setAttributes(named);
    person.setCredentials(List.of(password));
    KeycloakRealm.created(admin.realm(theirs).users().create(person));
  }

  @Override
  public void close() {
    try (Keycloak open = admin) {
      for (@Nullable String realm : List.of(ours, theirs)) {
        open.realm(realm).remove();
      }
    }
  }
}
