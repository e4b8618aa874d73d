package dk.sentinel.api.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dk.sentinel.api.SentinelSettings;
import dk.sentinel.api.problem.Problem;
import dk.sentinel.api.problem.ProblemException;
import dk.sentinel.infra.testing.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.OrganizationRepresentation;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The admin interface of the real Keycloak, and of one that is away. */
@Timeout(60)
final class KeycloakRealmTest {
  private static final TestServers SERVERS = TestServers.running();
  private static final String SECRET = SERVERS.get("keycloak.provisioning.secret");

  private static KeycloakRealm realm(String url, String secret) {
    return new KeycloakRealm(
        new SentinelSettings(
            SentinelSettings.Environment.TEST,
            URI.create(url + "/realms/sentinel"),
            new SentinelSettings.Database("", 0, "", "", "", "", "", "", "", 1),
            new SentinelSettings.BusinessClock(Duration.ZERO),
            new SentinelSettings.Platform(Set.of(), Set.of()),
            new SentinelSettings.Processor("Sentinel-enheden", "99000147"),
            Set.of()),
        new KeycloakSettings(null, null, "sentinel-provisioning", secret, Duration.ofSeconds(2)));
  }

  private static KeycloakRealm realRealm() {
    return realm(SERVERS.keycloakUrl(), SECRET);
  }

  @Test
  void organizations_and_clients_are_kept_on_threads_of_their_own() {
    KeycloakRealm realm = realRealm();
    String name = "test-" + UUID.randomUUID();
    try {
      String organization =
          realm
              .ask(keycloak -> KeycloakRealm.created(create(keycloak, name)))
              .doOnNext(id -> assertThat(Thread.currentThread().getName()).startsWith("keycloak"))
              .block();
      String client =
          realm
              .ask(keycloak -> {
                ClientRepresentation wanted = new ClientRepresentation();
                wanted.setClientId(name);
                return KeycloakRealm.created(keycloak.clients().create(wanted));
              })
              .block();
      assertThat(realm.ask(keycloak -> found(keycloak, name)).block()).containsExactly(name);
      assertThatThrownBy(
              () -> realm.ask(keycloak -> KeycloakRealm.created(create(keycloak, name))).block())
          .satisfies(error -> assertThat(KeycloakRealm.isStatus(error, 409)).isTrue());
      realm
          .ask(keycloak -> {
            keycloak.clients().get(client).remove();
            KeycloakRealm.succeeded(keycloak.organizations().get(organization).delete());
            return null;
          })
          .block();
      assertThat(realm.ask(keycloak -> found(keycloak, name)).block()).isEmpty();
    } finally {
      realm.destroy();
    }
  }

  private static jakarta.ws.rs.core.Response create(RealmResource keycloak, String name) {
    OrganizationRepresentation wanted = new OrganizationRepresentation();
    wanted.setName(name);
    wanted.setAlias(name);
    return keycloak.organizations().create(wanted);
  }

  private static List<String> found(RealmResource keycloak, String name) {
    return keycloak.organizations().search(name, true, 0, 10).stream()
        .map(OrganizationRepresentation::getAlias)
        .toList();
  }

  @Test
  void the_client_may_keep_clients_organizations_and_accounts_but_not_the_realm() {
    KeycloakRealm realm = realRealm();
    try {
      assertThat(realm.ask(keycloak -> keycloak.users().count()).block()).isNotNegative();
      assertFailsWith(
          KeycloakRealm.FORBIDS, () -> realm.ask(keycloak -> keycloak.getAdminEvents()).block());
      assertFailsWith(
          KeycloakRealm.FORBIDS,
          () ->
              realm
                  .ask(keycloak -> {
                    keycloak.users().delete(UUID.randomUUID().toString()).close();
                    keycloak.identityProviders().get("mitid").remove();
                    return null;
                  })
                  .block());
    } finally {
      realm.destroy();
    }
  }

  @Test
  void a_wrong_secret_a_closed_port_and_a_silent_server_are_all_away() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      for (KeycloakRealm realm :
          List.of(
              realm(SERVERS.keycloakUrl(), "wrong"),
              realm("http://127.0.0.1:9", SECRET),
              realm("http://127.0.0.1:" + silent.getLocalPort(), SECRET))) {
        assertIsAway(() -> realm.ask(keycloak -> keycloak.clients().findAll()).block());
        realm.destroy();
      }
    }
  }

  @Test
  void more_work_than_fits_is_refused_at_once_rather_than_kept_waiting() {
    KeycloakRealm realm = realRealm();
    CountDownLatch held = new CountDownLatch(1);
    try {
      Long refused =
          Flux.range(0, 2_000)
              .flatMap(
                  each ->
                      realm
                          .ask(keycloak -> await(held))
                          .onErrorResume(ProblemException.class, full -> Mono.just("refused")),
                  2_000)
              .filter("refused"::equals)
              .doOnNext(one -> held.countDown())
              .count()
              .block();
      assertThat(refused).isPositive();
    } finally {
      realm.destroy();
    }
  }

  private static String await(CountDownLatch held) {
    try {
      held.await();
      return "done";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private static void assertIsAway(ThrowingCallable call) {
    assertFailsWith(KeycloakRealm.AWAY, call);
  }

  private static void assertFailsWith(Problem problem, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class, error -> assertThat(error.problem()).isEqualTo(problem));
  }
}
