package dk.sentinel.infra.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of Sentinel and which way the arrows point. Each rule has a name, and a class is
 * planted under that name which breaks it: a rule that guards an empty room fails.
 */
final class ModuleMap {
  private static final String COMPLIANCE = "..sentinel..compliance..";
  private static final String PROOF = "..sentinel..compliance.audit.proof..";
  private static final String REPORTS = "..sentinel..reports..";
  private static final String RENDER = "..sentinel..reports.render..";
  private static final String API = "..sentinel..api..";
  private static final String PORTAL = "..sentinel..portal..";
  private static final String INFRA = "..sentinel.infra..";
  private static final String TENANCY = "..sentinel..compliance.tenancy..";

  private ModuleMap() {}

  static Map<String, ArchRule> rules() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("compliance_knows_no_other_room", noArrow(COMPLIANCE, REPORTS, API, PORTAL, INFRA));
    rules.put("reports_knows_compliance_only", noArrow(REPORTS, API, PORTAL, INFRA));
    rules.put("api_knows_neither_portal_nor_infra", noArrow(API, PORTAL, INFRA));
    rules.put(
        "portal_knows_the_api_by_http_only", noArrow(PORTAL, COMPLIANCE, REPORTS, API, INFRA));
    rules.put(
        "compliance_knows_no_web_no_jasper_no_keycloak",
        noArrow(
            COMPLIANCE,
            "org.springframework.web..",
            "org.springframework.http..",
            "net.sf.jasperreports..",
            "org.keycloak.."));
    rules.put("proof_needs_the_jdk_only", proofNeedsTheJdkOnly());
    rules.put("only_render_knows_jasper", onlyRenderKnowsJasper());
    rules.put(
        "portal_holds_no_database",
        noArrow(PORTAL, "io.r2dbc..", "java.sql..", "org.springframework.r2dbc.."));
    rules.put("sql_lives_in_stores", sqlLivesInStores());
    rules.put("tenancy_alone_opens_transactions", tenancyAloneOpensTransactions());
    rules.put("only_the_sequencer_works_for_all_clinics", onlyTheSequencerWorksForAllClinics());
    rules.put("nothing_blocks", nothingBlocks());
    rules.put("time_comes_from_a_clock", timeComesFromAClock());
    rules.put("no_room_is_a_drawer", noRoomIsADrawer());
    return rules;
  }

  private static ArchRule noArrow(String from, String... to) {
    return noClasses()
        .that(inRoom(from))
        .should()
        .dependOnClassesThat(resideInAnyPackage(to).and(not(inRoom(from))));
  }

  /** A room's own package, not one of the same name inside another room (api.audit, api.report). */
  private static DescribedPredicate<JavaClass> inRoom(String room) {
    String name = room.replace("..sentinel..", "").replace("..sentinel.", "").replace("..", "");
    return new DescribedPredicate<>("in the room " + name) {
      @Override
      public boolean test(JavaClass type) {
        return type.getPackageName()
            .matches("dk\\.sentinel(\\.planted\\.[a-z_]+)?\\." + name + "(\\..*)?");
      }
    };
  }

  private static ArchRule proofNeedsTheJdkOnly() {
    return noClasses()
        .that()
        .resideInAPackage(PROOF)
        .should()
        .dependOnClassesThat(
            not(resideInAnyPackage(
                    PROOF,
                    "java..",
                    "javax.crypto..",
                    "javax.security.auth.x500..",
                    "org.jspecify.annotations.."))
                .and(DescribedPredicate.describe("is no primitive", type -> !type.isPrimitive()))
                .and(DescribedPredicate.describe("is no array", type -> !type.isArray())));
  }

  private static ArchRule onlyRenderKnowsJasper() {
    return noClasses()
        .that(are(resideInAPackage("dk.sentinel..")).and(not(resideInAPackage(RENDER))))
        .should()
        .dependOnClassesThat(resideInAPackage("net.sf.jasperreports.."));
  }

  private static ArchRule sqlLivesInStores() {
    DescribedPredicate<JavaClass> store =
        DescribedPredicate.describe(
            "a store", type -> outermost(type).getSimpleName().endsWith("Store"));
    return noClasses()
        .that(
            inRoom(COMPLIANCE)
                .or(inRoom(API))
                .or(inRoom(REPORTS))
                .and(not(store))
                .and(not(resideInAPackage(TENANCY))))
        .should()
        .callMethodWhere(
            JavaMethodCall.Predicates.target(
                AccessTarget.Predicates.declaredIn(
                    "org.springframework.r2dbc.core.DatabaseClient")))
        .orShould()
        .dependOnClassesThat(resideInAPackage("java.sql.."));
  }

  private static JavaClass outermost(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer;
  }

  private static ArchRule tenancyAloneOpensTransactions() {
    return noClasses()
        .that(
            inRoom(COMPLIANCE)
                .or(inRoom(API))
                .or(inRoom(REPORTS))
                .and(not(resideInAPackage(TENANCY))))
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "org\\.springframework\\.(transaction\\.reactive\\.TransactionalOperator"
                + "|r2dbc\\.connection\\.R2dbcTransactionManager"
                + "|transaction\\.annotation\\.Transactional)");
  }

  /** It numbers and ships the entries of all clinics under a role of its own. */
  private static ArchRule onlyTheSequencerWorksForAllClinics() {
    return noClasses()
        .that(
            inRoom(COMPLIANCE)
                .or(inRoom(API))
                .or(inRoom(REPORTS))
                .and(not(resideInAPackage(TENANCY)))
                .and(not(simpleNameEndingWith("SequencerStore"))))
        .should()
        .dependOnClassesThat()
        .haveNameMatching(".*\\.compliance\\.tenancy\\.RoleTransactions");
  }

  private static ArchRule nothingBlocks() {
    return noClasses()
        .that(
            inRoom(API)
                .or(inRoom(PORTAL))
                .or(inRoom(COMPLIANCE))
                // the one place that starts an endless loop instead of answering somebody
                .and(not(simpleNameEndingWith("BackgroundLoop")))
                // hands on whoever subscribed to it, under its lock: an operator of its own
                .and(not(simpleName("Fence"))))
        .should()
        .callMethodWhere(
            new DescribedPredicate<JavaMethodCall>("block() or subscribe() of a reactive type") {
              @Override
              public boolean test(JavaMethodCall call) {
                return call.getTarget().getName().matches("block(First|Last|Optional)?|subscribe")
                    && call.getTargetOwner()
                        .getName()
                        .matches(
                            "reactor\\.core\\.publisher\\.[A-Za-z]+|org\\.reactivestreams\\.Publisher");
              }
            });
  }

  private static ArchRule timeComesFromAClock() {
    return noClasses()
        .that(inRoom(COMPLIANCE).or(inRoom(API)).or(inRoom(REPORTS)).or(inRoom(PORTAL)))
        .should()
        .callMethodWhere(
            new DescribedPredicate<JavaMethodCall>("now() without a Clock") {
              @Override
              public boolean test(JavaMethodCall call) {
                return call.getTargetOwner().getPackageName().equals("java.time")
                    && call.getTarget().getName().equals("now")
                    && call.getTarget().getRawParameterTypes().stream()
                        .noneMatch(type -> type.isEquivalentTo(Clock.class));
              }
            });
  }

  private static ArchRule noRoomIsADrawer() {
    return noClasses()
        .should()
        .resideInAnyPackage("..util..", "..utils..", "..helper..", "..common..", "..manager..");
  }

  /** The name of the rule that a planted class breaks; null for a class of the product. */
  static @Nullable String plantedFor(JavaClass type) {
    String prefix = "dk.sentinel.planted.";
    if (!type.getPackageName().startsWith(prefix)) {
      return null;
    }
    String rest = type.getPackageName().substring(prefix.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }
}
